#include "app/write_file.hpp"

#include <fstream>

namespace stepstorm::app {

bool write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text;
  return static_cast<bool>(stream.flush());
}

}  // namespace stepstorm::app
