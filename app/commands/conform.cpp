#include "app/commands/conform.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <system_error>

#include "conformance/remote_play.hpp"
#include "conformance/report.hpp"
#include "launch/write_file.hpp"
#include "terminal/exit_code.hpp"
#include "values/json_lines.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::app {
namespace fs = std::filesystem;
namespace {

using conformance::Case;
using conformance::Difference;
using conformance::Level;
using conformance::Played;

/// A file to run, and under what name its result is written.
using CaseFiles = std::map<fs::path, fs::path>;  // relative path -> file

// ---- finding

/// Adds a file; returns an error when the path, or part of it, cannot be added.
std::optional<std::string> add_file(CaseFiles& files, const fs::path& relative, const fs::path& file) {
  std::error_code error;
  if (!is_utf8(file.native())) return to_text(file.string()) + ": expected a name in UTF-8";
  const auto [known, added] = files.try_emplace(relative, file);
  if (added || fs::equivalent(known->second, file, error)) return std::nullopt;
  return file.string() + ": there is another case " + relative.string() + ": " + known->second.string();
}

std::optional<std::string> add_path(CaseFiles& files, const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return path.string() + ": there is no such file or folder";
  if (!fs::is_directory(path, error)) return add_file(files, path.filename(), path);
  for (fs::recursive_directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error))
    if (entry->is_regular_file(error) && entry->path().extension() == ".json")
      if (auto complaint = add_file(files, entry->path().lexically_relative(path), entry->path())) return complaint;
  if (error) return path.string() + ": " + error.message();
  return std::nullopt;
}

// ---- running

std::optional<std::string> write_result(const fs::path& file, const Json& result) {
  const auto written = launch::write_files(file.parent_path(), {{file.filename().string(), to_text(result) + '\n'}});
  return written ? std::nullopt : std::optional{"--out: " + written.error()};
}

bool is_wanted(const ConformOptions& options, const std::string& area) {
  return options.areas.empty() || std::find(options.areas.begin(), options.areas.end(), area) != options.areas.end();
}

class Examination {
 public:
  Examination(const ConformOptions& options, std::ostream& err) : options_(options), err_(err) {}

  void gather(const fs::path& path) { complain(add_path(files_, path)); }

  std::vector<conformance::Verdict> run() {
    std::vector<conformance::Verdict> verdicts;
    for (const auto& [relative, file] : files_) {
      const auto recorded = conformance::load_case(file);
      if (!recorded) {
        for (const config::FileFinding& finding : recorded.error()) complain(config::render(finding));
      } else if (is_wanted(options_, recorded->area)) {
        const Played played = remote_ ? remote_->play(*recorded) : conformance::play(*recorded);
        if (options_.out) complain(write_result(*options_.out / relative, played.result));
        verdicts.push_back(conformance::judge(*recorded, played, file.string(), options_.strict));
      }
    }
    return verdicts;
  }

  /// Returns false when the endpoint cannot be used.
  bool connect(const std::string& url) {
    const auto endpoint = http::parse_endpoint(url);
    auto remote = endpoint ? conformance::RemotePlay::at(*endpoint) : tl::unexpected{endpoint.error()};
    if (!remote) complain("--endpoint: " + remote.error());
    if (remote) remote_ = std::move(*remote);
    return remote_ != nullptr;
  }

  void write_mocks(const fs::path& file) {
    std::vector<Case> cases;
    for (const auto& [relative, path] : files_)
      if (auto recorded = conformance::load_case(path); recorded && is_wanted(options_, recorded->area))
        cases.push_back(std::move(*recorded));
    const auto written =
        launch::write_files(file.has_parent_path() ? file.parent_path() : ".",
                            {{file.filename().string(), to_lines(conformance::mock_config(cases), 2) + '\n'}});
    if (!written) complain("--write-mocks: " + written.error());
  }

  bool complained() const { return complained_; }
  void complain(const std::optional<std::string>& complaint) {
    if (!complaint) return;
    err_ << on_one_line(*complaint) << '\n';
    complained_ = true;
  }

 private:
  const ConformOptions& options_;
  std::ostream& err_;
  CaseFiles files_;
  std::unique_ptr<conformance::RemotePlay> remote_;  // null: this program runs the cases
  bool complained_ = false;
};

// ---- saying

constexpr std::size_t shown_bytes_max = 600;

std::string cut(const std::string& text) {
  return on_one_line(text.size() <= shown_bytes_max ? text : text.substr(0, shown_bytes_max).append("..."));
}

void print_differences(const conformance::Verdict& verdict, Level level, std::ostream& out) {
  if (verdict.refusal) out << "  refused: " << cut(*verdict.refusal) << '\n';
  for (const Difference& difference : differences_up_to(verdict, level))
    out << "  " << on_one_line(difference.path) << "\n    expected " << cut(difference.expected) << "\n    actual   "
        << cut(difference.actual) << '\n';
}

void print_failure(const conformance::Verdict& verdict, const ConformOptions& options, std::ostream& out) {
  const std::string line = "FAIL " + verdict.id;
  out << terminal::paint(options.terminal, terminal::Ink::Bad, line);
  if (options.verbose) {
    out << '\n';
    print_differences(verdict, options.level, out);
  } else {
    out << "  " << cut(reason(verdict, options.level)) << '\n';
  }
}

bool is_failed(const conformance::Verdict& verdict, Level level) { return !passes(verdict, level); }

void print_text(const std::vector<conformance::Verdict>& verdicts, const ConformOptions& options, std::ostream& out) {
  std::size_t failed = 0;
  for (const conformance::Verdict& verdict : verdicts) {
    if (!is_failed(verdict, options.level)) continue;
    print_failure(verdict, options, out);
    ++failed;
  }
  if (options.failed_only) return;
  if (failed > 0) out << '\n';
  out << render_table(verdicts) << '\n';
  const std::string summary = counted(verdicts.size() - failed, "case") + " passed at level " +
                              std::string(level_name(options.level)) + (options.strict ? ", strictly" : "") + ", " +
                              std::to_string(failed) + " failed";
  out << terminal::paint(options.terminal, failed == 0 ? terminal::Ink::Good : terminal::Ink::Bad, summary) << '\n';
}

void print(const std::vector<conformance::Verdict>& verdicts, const ConformOptions& options, std::ostream& out) {
  switch (options.format) {
    case ConformFormat::Text: print_text(verdicts, options, out); break;
    case ConformFormat::Json: out << to_lines(render_json(verdicts, options.level), 2) << '\n'; break;
    case ConformFormat::Markdown: out << conformance::render_markdown(verdicts); break;
  }
  out << std::flush;
}

}  // namespace

int conform_command(const ConformOptions& options, std::ostream& out, std::ostream& err) {
  Examination examination(options, err);
  if (options.out)
    if (const auto tried = launch::try_folder(*options.out); !tried) {
      err << "--out: " << tried.error() << '\n';
      return terminal::exit_wrong_use;
    }
  for (const fs::path& path : options.paths) examination.gather(path);
  if (options.write_mocks) {
    examination.write_mocks(*options.write_mocks);
    if (examination.complained()) return terminal::exit_wrong_use;
    if (!options.endpoint) return terminal::exit_succeeded;
  }
  if (options.endpoint && !examination.connect(*options.endpoint)) return terminal::exit_wrong_use;
  const std::vector<conformance::Verdict> verdicts = examination.run();
  if (verdicts.empty()) examination.complain("no case was run");
  print(verdicts, options, out);
  if (examination.complained()) return terminal::exit_wrong_use;
  const auto failed = [&](const conformance::Verdict& verdict) { return is_failed(verdict, options.level); };
  return std::any_of(verdicts.begin(), verdicts.end(), failed) ? terminal::exit_failed : terminal::exit_succeeded;
}

}  // namespace stepstorm::app
