#include "orchestration/open_execution.hpp"

#include <utility>

#include "execution/held_bytes.hpp"

namespace stepstorm::orchestration {
namespace {

std::uint64_t bytes_of(const Family& family) {
  std::uint64_t bytes = sizeof(Family) + family.children.capacity() * sizeof(std::uint32_t);
  for (const messages::Redrive::Child& child : family.redrivable)
    bytes += sizeof child + execution::held_bytes(child.execution);
  return bytes;
}

}  // namespace

std::uint64_t bytes_of(const OpenExecution& open) {
  constexpr std::size_t timer_bytes = 48;
  return sizeof(OpenExecution) + 2 * timer_bytes + execution::held_bytes(open.execution) +
         execution::held_bytes(open.history) + (open.others ? open.others->capacity() * sizeof(ScopeWork) : 0) +
         (open.family ? bytes_of(*open.family) : 0);
}

std::unique_ptr<Family> child_of(OpenExecutions& all, SlabKey parent, Parent role) {
  Family& above = all[parent.slot].own_family();
  role.execution = parent;
  role.position = static_cast<std::uint32_t>(above.children.size());
  above.children.push_back(all.next_slot());
  auto child = std::make_unique<Family>();
  child->parent = role;
  child->depth = above.depth + 1;
  return child;
}

void abandon_children(OpenExecutions& all, OpenExecution& parent, execution::AttemptId attempt, Agenda& agenda) {
  auto& children = parent.own_family().children;
  std::erase_if(children, [&](std::uint32_t slot) {
    auto& role = all[slot].family->parent;
    if (role->attempt != attempt) return false;
    role.reset();
    agenda.tell(all.key(slot), execution::StopRequested{});
    return true;
  });
  for (std::uint32_t position = 0; position < children.size(); ++position)
    all[children[position]].family->parent->position = position;
}

std::optional<Parent> leave_family(OpenExecutions& all, const OpenExecution& child) {
  const auto& parent = child.family->parent;
  OpenExecution* above = parent ? all.find(parent->execution) : nullptr;
  if (!above) return std::nullopt;
  auto& siblings = above->family->children;
  siblings[parent->position] = siblings.back();
  all[siblings.back()].family->parent->position = parent->position;
  siblings.pop_back();
  return parent;
}

const OpenExecution& map_root(const OpenExecutions& all, const OpenExecution& open) {
  const OpenExecution* root = &open;
  while (root->family && root->family->parent && !root->family->parent->token)
    root = &all[root->family->parent->execution.slot];
  return *root;
}

}  // namespace stepstorm::orchestration
