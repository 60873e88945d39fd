// The machine and the build of a measurement.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

namespace stepstorm::bench {

/// The processor's name from the kernel; empty when it is unknown.
inline std::string cpu_model() {
  std::ifstream lines("/proc/cpuinfo");
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("model name")) return line.substr(line.find(": ") + 2);
  return {};
}

inline unsigned cores() { return std::thread::hardware_concurrency(); }

/// The load average of the last minute: more than the measurement's own threads means noise.
inline double load_average() {
  double last_minute = 0;
  getloadavg(&last_minute, 1);
  return last_minute;
}

inline std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#elif defined(__GNUC__)
  return "g++ " __VERSION__;
#else
  return "an unknown compiler";
#endif
}

#ifdef STEPSTORM_BUILD_TYPE
/// "Release, asserts on"
inline std::string build_type() {
#ifdef NDEBUG
  return STEPSTORM_BUILD_TYPE ", asserts off";
#else
  return STEPSTORM_BUILD_TYPE ", asserts on";
#endif
}
#endif

}  // namespace stepstorm::bench
