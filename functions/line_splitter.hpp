// Splits text that arrives in pieces into lines, each cut at a limit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stepstorm::functions {

class LineSplitter {
 public:
  static constexpr std::size_t line_bytes_max = 8'192;

  /// Calls `take` with each line that is now complete.
  template <class Take>
  void add(std::string_view piece, Take&& take) {
    for (auto end = piece.find('\n'); end != piece.npos; end = piece.find('\n')) {
      append(piece.substr(0, end));
      finish(take);
      piece.remove_prefix(end + 1);
    }
    append(piece);
  }

  /// Calls `take` with the rest, if there is any.
  template <class Take>
  void end(Take&& take) {
    if (!line_.empty()) finish(take);
  }

 private:
  void append(std::string_view piece) {
    const std::size_t room = line_bytes_max - line_.size();
    is_cut_ = is_cut_ || piece.size() > room;
    line_ += piece.substr(0, room);
  }

  template <class Take>
  void finish(Take&& take) {
    if (is_cut_) line_ += " ... (cut)";
    take(line_);
    line_.clear();
    is_cut_ = false;
  }

  std::string line_;
  bool is_cut_ = false;
};

}  // namespace stepstorm::functions
