// How a fuzzer says that it has found something: in release builds too.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace stepstorm::fuzz {

inline void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "demanded, but not so: %s\n", what);
  std::abort();
}

}  // namespace stepstorm::fuzz
