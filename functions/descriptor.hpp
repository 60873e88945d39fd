// An owned file descriptor; the destructor closes it.
#pragma once

#include <utility>

#include <unistd.h>

namespace stepstorm::functions {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }

  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }
  void reset() { Descriptor{}.swap(*this); }
  explicit operator bool() const { return number_ >= 0; }

 private:
  void swap(Descriptor& other) { std::swap(number_, other.number_); }

  int number_ = -1;
};

}  // namespace stepstorm::functions
