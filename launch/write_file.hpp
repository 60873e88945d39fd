// A report becomes a file: written beside its place and put there when it is whole, so that whatever fails or dies on
// the way leaves what was there. Errors name the file and the reason: `cannot write x.json: No space left on device`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace stepstorm::app {

using Written = tl::expected<void, std::string>;

/// Devices and pipes are written to as they are. A link stays one: what it leads to is replaced.
[[nodiscard]] Written write_file(const std::filesystem::path& path, const std::string& text);

struct NamedText {
  std::string name;
  std::string text;
};

/// All of them in the folder, which is made when it is missing: none is put in its place before all are whole, and they
/// are put there in this order. What shows the others comes last.
[[nodiscard]] Written write_files(const std::filesystem::path& folder, const std::vector<NamedText>& files);

/// Whether write_file could write there, asked before the work whose result it is to be. Leaves what is there.
[[nodiscard]] Written try_file(const std::filesystem::path& path);

/// Whether files can be made in the folder. Makes it.
[[nodiscard]] Written try_folder(const std::filesystem::path& folder);

}  // namespace stepstorm::app
