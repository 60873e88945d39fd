// Ends the program when it cannot go on: with one line on standard error and an exit code, from any thread.
#pragma once

namespace stepstorm::terminal {

/// From now on the program ends with this exit code when memory runs out, or when an exception is not caught, on any
/// thread. It ends without unwinding, since a system of actors that is only partly constructed cannot be unwound.
void end_in_one_line(int exit_code);

}  // namespace stepstorm::terminal
