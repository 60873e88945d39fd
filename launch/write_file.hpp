// Writes reports to files atomically: to a temporary file beside the target, which replaces the target when it is
// complete. A failure or a crash leaves the old file. Errors name the file and the reason: `cannot write x.json: No
// space left on device`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace stepstorm::launch {

using Written = tl::expected<void, std::string>;

/// Writes directly to devices and pipes. Follows a link and replaces its target.
[[nodiscard]] Written write_file(const std::filesystem::path& path, const std::string& text);

struct NamedText {
  std::string name;
  std::string text;
};

/// Writes all files into the folder, which is created when it is missing. Replaces targets only after all files are
/// complete, in this order; a file that refers to the others comes last.
[[nodiscard]] Written write_files(const std::filesystem::path& folder, const std::vector<NamedText>& files);

/// Checks, before the work begins, that write_file could write there. Leaves an existing file as it is.
[[nodiscard]] Written try_file(const std::filesystem::path& path);

/// Creates the folder, and checks that files can be created in it.
[[nodiscard]] Written try_folder(const std::filesystem::path& folder);

}  // namespace stepstorm::launch
