#include "api/wire.hpp"

#include <algorithm>
#include <utility>

namespace stepstorm::api {

void leave_out_nulls(Json& value) {
  if (!value.is_structured()) return;
  for (Json& part : value) leave_out_nulls(part);
  if (!value.is_object()) return;
  auto& members = value.get_ref<Json::object_t&>();
  const auto is_null = [](const auto& member) { return member.second.is_null(); };
  if (std::none_of(members.begin(), members.end(), is_null)) return;
  Json::object_t kept;
  for (auto& member : members)
    if (!is_null(member)) kept.push_back(std::move(member));
  members = std::move(kept);
}

}  // namespace stepstorm::api
