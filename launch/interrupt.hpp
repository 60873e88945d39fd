// Handles Ctrl-C: the first interrupt asks the program to end its work, the second ends the program. One second after
// the first, a program that is still running is ended, so that commands without a partial report need not check.
#pragma once

namespace stepstorm::launch {

/// Records SIGINT and SIGTERM from now on, each once; later signals have their default effect. A program that does not
/// end by itself within a second of work is ended with `exit_code`.
void note_interrupts(int exit_code);

/// Returns whether an interrupt was received.
[[nodiscard]] bool interrupted();

}  // namespace stepstorm::launch
