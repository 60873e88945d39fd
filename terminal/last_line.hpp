// How the program ends when it cannot go on: one line on standard error and an exit code, on whichever thread it comes.
#pragma once

namespace stepstorm::app {

/// From here on the program ends with this exit code when there is no memory, and when nothing catches an exception, on
/// any thread. It ends where it stands: to unwind a system of actors that is half made is no way out.
void end_in_one_line(int exit_code);

}  // namespace stepstorm::app
