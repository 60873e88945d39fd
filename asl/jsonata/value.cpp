#include "asl/jsonata/value.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace stepstorm::jsonata {
namespace {

constexpr std::uint32_t searched_one_by_one = 12;  // members; objects with more get a hash table

bool same_name(std::string_view left, std::string_view right) {
  return left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size()) == 0;
}

std::size_t hash_of(std::string_view name) { return std::hash<std::string_view>{}(name); }

}  // namespace

void Array::grow(Arena& arena, std::size_t at_least) {
  const std::size_t room = std::max<std::size_t>({at_least, std::size_t{capacity} * 2, 4});
  Value* const larger = arena.many<Value>(room);
  if (is_range) {
    for (std::uint32_t at = 0; at != size; ++at) larger[at] = make_number(first + at);
    is_range = false;
  } else if (size != 0) {
    std::memcpy(static_cast<void*>(larger), items, size * sizeof(Value));
  }
  items = larger;
  capacity = static_cast<std::uint32_t>(room);
}

const Entry* Object::find(std::string_view name) const {
  if (!slots) {
    for (std::uint32_t at = 0; at != size; ++at)
      if (same_name(entries[at].name, name)) return &entries[at];
    return nullptr;
  }
  for (std::size_t slot = hash_of(name);; ++slot) {
    const std::uint32_t index = slots[slot & (slot_count - 1)];
    if (index == 0) return nullptr;
    if (same_name(entries[index - 1].name, name)) return &entries[index - 1];
  }
}

void Object::insert_slot(std::uint32_t index) {
  std::size_t slot = hash_of(entries[index].name) & (slot_count - 1);
  while (slots[slot] != 0) slot = (slot + 1) & (slot_count - 1);
  slots[slot] = index + 1;
}

void Object::rehash(Arena& arena) {
  slot_count = 32;
  while (slot_count < capacity * 2) slot_count *= 2;
  slots = arena.many<std::uint32_t>(slot_count);
  std::fill_n(slots, slot_count, 0u);
  for (std::uint32_t at = 0; at != size; ++at) insert_slot(at);
}

void Object::set(Arena& arena, std::string_view name, Value value) {
  if (const Entry* const found = find(name)) {
    entries[found - entries].value = value;
    return;
  }
  if (size == capacity) {
    const std::uint32_t room = std::max(4u, capacity * 2);
    Entry* const larger = arena.many<Entry>(room);
    if (size != 0) std::memcpy(static_cast<void*>(larger), entries, size * sizeof(Entry));
    entries = larger;
    capacity = room;
    if (capacity > searched_one_by_one) rehash(arena);
  }
  entries[size++] = {name, value};
  if (slots) insert_slot(size - 1);
}

void Object::erase(std::string_view name) {
  const Entry* const found = find(name);
  if (!found) return;
  std::copy(found + 1, static_cast<const Entry*>(entries) + size, entries + (found - entries));
  --size;
  if (!slots) return;
  std::fill_n(slots, slot_count, 0u);
  for (std::uint32_t at = 0; at != size; ++at) insert_slot(at);
}

Value member(Value object, std::string_view name) {
  std::uint32_t hint = 0;
  return member(object, name, hint);
}

Value member(Value object, std::string_view name, std::uint32_t& hint) {
  if (!object.in_document) {
    const Entry* const found = object.object->find(name);
    return found ? found->value : Value{};
  }
  const auto& all = *object.node->get_ptr<const Json::object_t*>();
  const Json::object_t::value_type* const members = all.data();
  if (hint < all.size() && same_name(members[hint].first, name)) return view(members[hint].second);
  for (std::size_t at = 0; at != all.size(); ++at)
    if (same_name(members[at].first, name)) {
      hint = static_cast<std::uint32_t>(at);
      return view(members[at].second);
    }
  return {};
}

void Tuple::set(Arena& arena, std::uint32_t id, Value value) {
  for (std::uint32_t at = 0; at != size; ++at)
    if (labels[at].id == id) {
      labels[at].value = value;
      return;
    }
  if (size == capacity) {
    const std::uint32_t room = std::max(4u, capacity * 2);
    Label* const larger = arena.many<Label>(room);
    std::copy(labels, labels + size, larger);
    labels = larger;
    capacity = room;
  }
  labels[size++] = {id, value};
}

Array* new_sequence(Arena& arena) {
  Array* const made = arena.make<Array>();
  made->sequence = true;
  return made;
}

Array* new_sequence(Arena& arena, Value only) {
  Array* const made = new_sequence(arena);
  made->push(arena, only);
  return made;
}

}  // namespace stepstorm::jsonata
