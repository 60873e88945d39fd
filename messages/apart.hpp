// Apart<T>: a rare, large alternative of a variant, kept on the heap. Copies deeply and converts to T&. A moved-from
// object may only be destroyed or assigned to.
#pragma once

#include <memory>
#include <utility>

namespace stepstorm::messages {

template <class T>
class Apart {
 public:
  Apart(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Apart(const Apart& other) : value_(std::make_unique<T>(*other)) {}
  Apart(Apart&&) noexcept = default;
  Apart& operator=(Apart other) noexcept {
    value_ = std::move(other.value_);
    return *this;
  }
  ~Apart() = default;

  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return value_.get(); }
  const T* operator->() const { return value_.get(); }
  operator T&() { return *value_; }
  operator const T&() const { return *value_; }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace stepstorm::messages
