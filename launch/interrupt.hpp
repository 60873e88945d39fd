// Ctrl-C: the first asks the program to end what it is doing, the second ends the program. So does a second without an
// end, for commands that have nothing to report before they are done: they need not look.
#pragma once

namespace stepstorm::app {

/// From now on SIGINT and SIGTERM are noted, each once; after that they do what they always do. A program that does not
/// end by itself within a second of work is ended with `exit_code`.
void note_interrupts(int exit_code);

/// Whether one has come.
[[nodiscard]] bool interrupted();

}  // namespace stepstorm::app
