#include "launch/input.hpp"

#include <utility>

#include "asl/quotas.hpp"
#include "config/text_file.hpp"
#include "execution/failure.hpp"

namespace stepstorm::launch {
namespace {

struct Source {
  std::string name;  // in errors
  std::string text;
};

using asl::payload_bytes_max;

std::string too_large(const std::string& name) {
  return name + ": the input is larger than " + std::to_string(asl::payload_bytes_max) +
         " bytes, which is all that an execution takes";
}

/// One byte more than allowed, at most.
std::string read_all(std::istream& in) {
  std::string text(asl::payload_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

tl::expected<Source, std::string> source_of(const std::string& argument, std::istream& in) {
  if (argument == "-") return Source{"standard input", read_all(in)};
  if (!argument.starts_with('@')) return Source{"--input", argument};
  const std::string file = argument.substr(1);
  auto text = config::read_text_file(file, asl::payload_bytes_max);
  if (!text) return tl::unexpected{"--input: " + text.error()};
  return Source{file, std::move(*text)};
}

}  // namespace

tl::expected<Payload, std::string> read_input(const std::optional<std::string>& argument, std::istream& in) {
  if (!argument) return Payload{};
  const auto source = source_of(*argument, in);
  if (!source) return tl::unexpected{source.error()};
  if (source->text.size() > asl::payload_bytes_max) return tl::unexpected{too_large(source->name)};
  auto document = parse_json(source->text);
  if (document) return Payload{std::move(*document)};
  const auto& [message, at] = document.error();
  return tl::unexpected{source->name + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) + ": " +
                        message};
}

}  // namespace stepstorm::launch
