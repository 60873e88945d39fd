// Ends the program on a fatal error, from any thread: one line on standard error and an exit code.
#pragma once

namespace stepstorm::terminal {

/// Installs handlers that end the program with this exit code when memory runs out or an exception is not caught, on
/// any thread. The program ends without unwinding, since a partly constructed actor system cannot be unwound.
void end_in_one_line(int exit_code);

}  // namespace stepstorm::terminal
