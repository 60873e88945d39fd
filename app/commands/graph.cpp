#include "app/commands/graph.hpp"

#include <ostream>
#include <utility>

#include <tl/expected.hpp>

#include "asl/compile.hpp"
#include "config/text_file.hpp"
#include "graph/diagram.hpp"
#include "graph/dot.hpp"
#include "graph/layout.hpp"
#include "graph/svg.hpp"
#include "launch/write_file.hpp"
#include "terminal/exit_code.hpp"

namespace stepstorm::app {
namespace {

/// A history has at most 25,000 events with 256 KiB of payload each, and hardly ever more than a few MiB.
constexpr std::size_t history_bytes_max = 256u << 20;

struct Complaint {
  int exit_code = terminal::exit_wrong_use;
  std::string text;
};

tl::unexpected<Complaint> complain(std::string why) {
  return tl::unexpected{Complaint{terminal::exit_wrong_use, "stepstorm graph: " + std::move(why) + '\n'}};
}

tl::expected<asl::MachinePtr, Complaint> read_machine(const GraphOptions& options) {
  const auto text = config::read_text_file(options.file, asl::definition_bytes_max);
  if (!text) return complain(text.error());
  const auto compiled = asl::compile(*text, options.type, asl::format_of(options.file), options.substitutions);
  if (compiled.machine) return compiled.machine;
  Complaint complaint{terminal::exit_failed, {}};
  for (const auto& finding : compiled.findings) complaint.text += render(finding, options.file) + '\n';
  return tl::unexpected{std::move(complaint)};
}

tl::expected<graph::RunSummary, Complaint> read_run(const std::filesystem::path& file, const asl::Machine& machine) {
  const auto text = config::read_text_file(file, history_bytes_max);
  if (!text) return complain(text.error());
  const auto result = parse_json(*text, {.bytes = history_bytes_max});
  if (!result) {
    const auto& [message, at] = result.error();
    return complain(file.string() + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) + ": " + message);
  }
  auto run = graph::summarise(*result, machine);
  if (!run) return complain(file.string() + ": " + run.error());
  return std::move(*run);
}

/// order_processing.asl.json -> order_processing
std::string title_of(const std::string& file) {
  const std::string name = std::filesystem::path(file).filename().string();
  return name.substr(0, name.find('.', 1));
}

tl::expected<std::string, Complaint> picture(const graph::Diagram& diagram, PictureFormat format) {
  const std::string dot = graph::to_dot(diagram);
  if (format == PictureFormat::DOT) return dot;
  const auto layout = graph::lay_out(dot);
  if (!layout) return complain(layout.error());
  return graph::to_svg(diagram, *layout);
}

tl::expected<std::string, Complaint> draw(const GraphOptions& options) {
  const auto machine = read_machine(options);
  if (!machine) return tl::unexpected{machine.error()};
  std::optional<graph::RunSummary> summary;
  if (options.history) {
    auto run = read_run(*options.history, **machine);
    if (!run) return tl::unexpected{std::move(run.error())};
    summary = std::move(*run);
  }
  return picture(graph::diagram_of(**machine, title_of(options.file), std::move(summary)), options.format);
}

tl::expected<void, Complaint> write_to(const std::filesystem::path& file, const std::string& text) {
  const auto written = launch::write_file(file, text);
  if (!written) return complain(written.error());
  return {};
}

}  // namespace

int graph_command(const GraphOptions& options, std::ostream& out, std::ostream& err) {
  const auto drawn = draw(options).and_then([&](const std::string& text) -> tl::expected<void, Complaint> {
    if (options.output) return write_to(*options.output, text);
    out << text << std::flush;
    return {};
  });
  if (drawn) return terminal::exit_succeeded;
  err << drawn.error().text;
  return drawn.error().exit_code;
}

}  // namespace stepstorm::app
