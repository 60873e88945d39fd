// Ctrl-C: the first asks the program to end what it is doing, the second ends the program.
#pragma once

namespace stepstorm::app {

/// From now on SIGINT and SIGTERM are noted, each once; after that they do what they always do.
void note_interrupts();

/// Whether one has come.
[[nodiscard]] bool interrupted();

}  // namespace stepstorm::app
