#include "config/reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "config/closest.hpp"
#include "config/duration.hpp"
#include "config/text_file.hpp"

namespace stepstorm::config {
namespace {

constexpr std::size_t shown_bytes_max = 60;

std::string shortened(std::string text) {
  if (text.size() <= shown_bytes_max) return text;
  std::size_t length = shown_bytes_max;
  while ((static_cast<unsigned char>(text[length]) & 0xC0u) == 0x80u) --length;  // not in the middle of a character
  return text.substr(0, length) + "...";
}

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string range_text(const std::string& what, const std::string& minimum, const std::string& maximum) {
  return what + " from " + minimum + " to " + maximum;
}

}  // namespace

// ---- reporting

void Report::add(std::string pointer, std::string message) {
  if (findings_.size() >= findings_max) return;
  const TextPosition at = locate(text_, pointer);
  add(FileFinding{file_, at, std::move(pointer), std::move(message)});
}

void Report::add(TextPosition at, std::string message) { add(FileFinding{file_, at, {}, std::move(message)}); }

void Report::add(FileFinding finding) {
  if (findings_.size() < findings_max) findings_.push_back(std::move(finding));
}

Node Node::below(const std::string& pointer) const {
  const Json::json_pointer way{pointer};
  return value_->contains(way) ? Node{(*value_)[way], pointer_ + pointer, *report_} : *this;
}

std::filesystem::path Node::path_to(const std::string& path) const {
  return (folder_of(report_->file()) / path).lexically_normal();
}

bool Node::error(std::string message) const {
  report_->add(pointer_, std::move(message));
  return false;
}

bool Node::expected(std::string_view what) const {
  return error("expected " + std::string(what) + ", found " + describe(*value_));
}

bool Node::contradiction(std::string_view one, std::string_view other) const {
  return member(other).error("contradicts '" + std::string(one) + "': expected one of the two");
}

bool Node::errors_in_file(std::vector<FileFinding> findings) const {
  for (FileFinding& finding : findings) {
    if (finding.file.empty())
      error(std::move(finding.message));
    else
      report_->add(std::move(finding));
  }
  return false;
}

std::string describe(const Json& value) {
  if (value.is_object()) return value.empty() ? "an empty object" : "an object";
  if (value.is_array()) return value.empty() ? "an empty list" : "a list";
  return shortened(to_text(value));
}

std::string one_of_names(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index > 0) text += index + 1 == names.size() ? " or " : ", ";
    text += names[index];
  }
  return text;
}

std::string suggestion(std::string_view written, const std::vector<std::string_view>& known) {
  if (const auto meant = closest(written, known)) return "did you mean '" + std::string(*meant) + "'?";
  return "there are " + (known.empty() ? "none" : one_of_names(known));
}

// ---- single values

bool read_text(const Node& node, std::string& out) {
  if (!node.value().is_string() || node.value().get_ref<const std::string&>().empty())
    return node.expected("text that is not empty");
  out = node.value().get<std::string>();
  return true;
}

bool read_flag(const Node& node, bool& out) {
  if (!node.value().is_boolean()) return node.expected("true or false");
  out = node.value().get<bool>();
  return true;
}

bool read_duration(const Node& node, std::chrono::nanoseconds& out) {
  const auto parsed =
      node.value().is_string() ? parse_duration(node.value().get_ref<const std::string&>()) : std::nullopt;
  if (!parsed && node.value().is_string() && is_too_long(node.value().get_ref<const std::string&>()))
    return node.expected("a duration of at most 366 days");
  if (!parsed) return node.expected("a duration such as \"20 ms\", \"1.5 s\" or \"2 min\"");
  out = *parsed;
  return true;
}

bool read_positive_duration(const Node& node, std::chrono::nanoseconds& out) {
  std::chrono::nanoseconds length{};
  if (!read_duration(node, length)) return false;
  if (length <= std::chrono::nanoseconds::zero()) return node.expected("a duration longer than none");
  out = length;
  return true;
}

bool read_whole_number(const Node& node, std::uint64_t minimum, std::uint64_t maximum, std::uint64_t& out) {
  const Json& value = node.value();
  const bool in_range =
      value.is_number_unsigned() && value.get<std::uint64_t>() >= minimum && value.get<std::uint64_t>() <= maximum;
  if (!in_range) return node.expected(range_text("a whole number", std::to_string(minimum), std::to_string(maximum)));
  out = value.get<std::uint64_t>();
  return true;
}

bool read_number(const Node& node, double minimum, double maximum, double& out) {
  const Json& value = node.value();
  if (!value.is_number() || !(value.get<double>() >= minimum) || !(value.get<double>() <= maximum))
    return node.expected(range_text("a number", number_text(minimum), number_text(maximum)));
  out = value.get<double>();
  return true;
}

// ---- objects

Members::Members(const Node& node) : node_(node), is_object_(node.value().is_object()), ok_(is_object_) {
  if (!is_object_) node.expected("an object");
}

bool Members::knows(std::string_view name) {
  known_.push_back(name);
  return is_object_ && node_.value().contains(name);
}

bool Members::no_others() {
  if (!is_object_) return false;
  for (const auto& [name, value] : node_.value().items()) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    ok_ = node_.member(name).error("there is no setting '" + shortened(name) + "' here; " + suggestion(name, known_));
  }
  return ok_;
}

}  // namespace stepstorm::config
