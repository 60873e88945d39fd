#include "values/positions.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace stepstorm {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;

/// Walks a JSON text from value to value, with the pointer of each at hand.
class Walk {
 public:
  Walk(std::string_view text, std::unordered_map<std::string_view, std::size_t>& offsets)
      : text_(text), offsets_(offsets) {}

  void run() {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    begin_value();
    while (!containers_.empty() && at_ < text_.size()) step();
  }

 private:
  struct Container {
    std::size_t pointer_size;  // of the container's own pointer
    std::size_t elements = 0;
    bool is_object = false;
  };

  /// One character between values, or one value.
  void step() {
    switch (text_[at_]) {
      case ' ':
      case '\t':
      case '\n':
      case '\r':
      case ',': ++at_; return;
      case '}':
      case ']': leave(); return;
      default: containers_.back().is_object ? begin_member() : begin_element();
    }
  }

  void leave() {
    containers_.pop_back();
    ++at_;
  }

  void begin_member() {
    append(take_name());
    at_ = std::min(text_.find(':', at_), text_.size() - 1) + 1;
    begin_value();
  }

  void begin_element() {
    const auto parent = containers_.back().pointer_size;
    pointer_.resize(parent);
    pointer_ += '/' + std::to_string(containers_.back().elements++);
    begin_value();
  }

  void append(std::string_view name) {
    pointer_.resize(containers_.back().pointer_size);
    pointer_ += pointer_to("", name);
  }

  void begin_value() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    if (const auto wanted = offsets_.find(pointer_); wanted != offsets_.end()) wanted->second = at_;
    if (at_ == text_.size()) return;
    if (text_[at_] == '{' || text_[at_] == '[') {
      containers_.push_back({.pointer_size = pointer_.size(), .is_object = text_[at_] == '{'});
      ++at_;
    } else if (text_[at_] == '"') {
      take_string();
    } else {
      at_ = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
    }
  }

  /// The string here, with its quotes.
  std::string_view take_string() {
    const auto start = at_;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, text_.size());
    return text_.substr(start, at_ - start);
  }

  std::string take_name() {
    const auto quoted = take_string();
    if (quoted.find('\\') == quoted.npos && quoted.size() >= 2) return std::string(quoted.substr(1, quoted.size() - 2));
    const auto name = parse_json(quoted);
    return name && name->is_string() ? name->get<std::string>() : std::string();
  }

  std::string_view text_;
  std::unordered_map<std::string_view, std::size_t>& offsets_;
  std::size_t at_ = 0;
  std::string pointer_;  // of the value that begins here
  std::vector<Container> containers_;
};

/// Lines and columns of ascending offsets, each found from the one before.
std::unordered_map<std::size_t, TextPosition> positions_of(std::string_view text, std::vector<std::size_t> offsets) {
  std::sort(offsets.begin(), offsets.end());
  std::unordered_map<std::size_t, TextPosition> positions;
  TextPosition at;
  std::size_t read = 0;
  for (const auto offset : offsets) {
    for (; read < offset; ++read) {
      at = text[read] == '\n' ? TextPosition{at.line + 1, 1} : TextPosition{at.line, at.column + 1};
    }
    positions.emplace(offset, at);
  }
  return positions;
}

}  // namespace

std::vector<TextPosition> locate_all(std::string_view text, const std::vector<std::string_view>& pointers) {
  std::unordered_map<std::string_view, std::size_t> offsets;
  for (const auto pointer : pointers) offsets.emplace(pointer, nowhere);
  Walk(text, offsets).run();

  std::vector<std::size_t> found;
  for (const auto& [pointer, offset] : offsets) {
    if (offset != nowhere) found.push_back(offset);
  }
  const auto positions = positions_of(text, std::move(found));
  std::vector<TextPosition> result;
  result.reserve(pointers.size());
  for (const auto pointer : pointers) {
    const auto offset = offsets.at(pointer);
    result.push_back(offset == nowhere ? locate(text, pointer) : positions.at(offset));
  }
  return result;
}

}  // namespace stepstorm
