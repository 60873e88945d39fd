// How actors end, and what must not end them. CAF's defaults are not ours: an error or a message that is not expected
// would end its receiver or be printed, an exception's text would be lost.
#pragma once

#include <exception>
#include <string>

#include <caf/actor_system.hpp>
#include <caf/error.hpp>
#include <caf/exit_reason.hpp>
#include <caf/message_view.hpp>
#include <caf/scheduled_actor.hpp>
#include <caf/sec.hpp>

#include "orchestration/supervisor.hpp"

namespace stepstorm::actors {

/// Why an actor ended, in words: the text it gave, or else the name of CAF's reason.
[[nodiscard]] std::string reason_text(const caf::actor_system& system, const caf::error& reason);

/// Told to end, or at the end of its work: everything else is abnormal.
[[nodiscard]] orchestration::ExitKind exit_kind(const caf::error& reason);

/// A reason with a text, which cannot be trapped.
[[nodiscard]] caf::error killed(const std::string& text);

/// The reason that stands for an exception, with its text.
[[nodiscard]] caf::error reason_of(std::exception_ptr& exception);

/// An exception in a handler ends the actor, and its monitors learn what the exception said.
template <class Actor>
void die_of_exceptions(Actor* self) {
  self->set_exception_handler([](std::exception_ptr& exception) { return reason_of(exception); });
}

/// Errors and messages that the actor does not know change nothing. `then` is called after each.
template <class Actor, class Then>
void survive_strangers(Actor* self, Then then) {
  self->set_error_handler([then](caf::error&) { then(); });
  self->set_default_handler([then](caf::scheduled_actor*, caf::message_view&) -> caf::result<caf::message> {
    then();
    return caf::sec::unexpected_message;
  });
}
template <class Actor>
void survive_strangers(Actor* self) {
  survive_strangers(self, [] {});
}

}  // namespace stepstorm::actors
