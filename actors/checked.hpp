// checked<Interface::base>: the base class of all actors, also as second argument of caf::stateful_actor.
// Equal to the plain base class, except under ThreadSanitizer: the packaged CAF library is not instrumented, so this
// class annotates what mailboxes and scheduler synchronize. Otherwise every message would be reported as a race.
#pragma once

#ifndef __SANITIZE_THREAD__

namespace stepstorm::actors {

template <class Base>
using checked = Base;

}  // namespace stepstorm::actors

#else

#include <cstddef>
#include <utility>

#include <caf/actor_config.hpp>
#include <caf/execution_unit.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/resumable.hpp>

extern "C" {
void __tsan_acquire(void*);
void __tsan_release(void*);
}

namespace stepstorm::actors {

template <class Base>
class checked : public Base {
 public:
  explicit checked(caf::actor_config& config) : Base(config) {}
  ~checked() override { __tsan_acquire(this); }

  using Base::enqueue;
  void enqueue(caf::mailbox_element_ptr message, caf::execution_unit* unit) override {
    __tsan_release(this);
    Base::enqueue(std::move(message), unit);
  }
  void launch(caf::execution_unit* unit, bool lazy, bool hide) override {
    __tsan_release(this);
    Base::launch(unit, lazy, hide);
  }
  caf::resumable::resume_result resume(caf::execution_unit* unit, std::size_t messages) override {
    __tsan_acquire(this);
    const auto result = Base::resume(unit, messages);
    __tsan_release(this);
    return result;
  }
  bool cleanup(caf::error&& reason, caf::execution_unit* unit) override {
    __tsan_acquire(this);
    return Base::cleanup(std::move(reason), unit);
  }
  caf::invoke_message_result consume(caf::mailbox_element& message) override {
    __tsan_acquire(this);
    const auto result = Base::consume(message);
    __tsan_release(this);  // before another thread may resume this actor
    return result;
  }
};

}  // namespace stepstorm::actors

#endif
