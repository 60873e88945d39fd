#include "values/members.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace stepstorm {

void Members::grow(std::size_t more) {
  assert(size_ + more < (std::size_t{1} << 28));  // so that they can be a value among others
  room_ = std::max(2 * room_, size_ + more);
  auto larger = std::make_unique<char[]>(room_);
  std::memcpy(larger.get(), at_, size_);
  far_ = std::move(larger);
  at_ = far_.get();
}

bool Value::is_object() const { return kind_ == Kind::Object || (kind_ == Kind::Node && json()->is_object()); }

Value Value::member(std::string_view name) const {
  if (kind_ == Kind::Object) return PackedMembers::find(packed(), name);
  return kind_ == Kind::Node ? Value{find_member(*json(), name)} : Value{};
}

Json Value::to_json() const {
  switch (kind_) {
    case Kind::Text: return Json(std::string(packed()));
    case Kind::Boolean: return scalar<bool>();
    case Kind::Integer: return scalar<std::int64_t>();
    case Kind::Number: return scalar<double>();
    case Kind::Object: {
      Json object = Json::object();
      for (PackedMembers members{packed()}; members.next();)
        set_member(object, members.name(), members.value().to_json());
      return object;
    }
    case Kind::Node: return *json();
    case Kind::Nothing: break;
  }
  assert(false);
  return nullptr;
}

}  // namespace stepstorm
