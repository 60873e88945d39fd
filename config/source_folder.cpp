#include "config/source_folder.hpp"

namespace stepstorm::config {

std::filesystem::path source_folder() { return STEPSTORM_SOURCE_DIR; }

}  // namespace stepstorm::config
