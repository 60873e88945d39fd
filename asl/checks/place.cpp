#include "asl/checks/place.hpp"

#include "values/json.hpp"

namespace stepstorm::asl {

std::string Place::location() const {
  if (!parent_) return "/";
  std::string text = parent_->parent_ ? parent_->location() : "";
  if (index_) return text + '[' + std::to_string(*index_) + ']';
  text += '/';
  text += name_;
  return text;
}

std::string Place::pointer() const {
  if (!parent_) return {};
  const auto parent = parent_->pointer();
  return index_ ? pointer_to(parent, *index_) : pointer_to(parent, name_);
}

}  // namespace stepstorm::asl
