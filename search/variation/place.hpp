// Names of values in a scenario or experiment file and in the definition of its state machine.
//
//   /method/0/duration        a JSON pointer into the file, also to a member that does not exist yet
//   /States/Pay/TimeoutSeconds  one into the definition: its members begin with a capital letter, those of files do not
//   duration                  the path of a value from the root, with dots: /duration
//   payment.capacity          the end of such a path, when only one value has it: /resources/payment/capacity
//   arrivals.rate             orders per second of a constant or Poisson arrival process
//   retry.MaxAttempts         that field of every retrier of the definition, also where it has its default
//
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "values/json.hpp"

namespace stepstorm::variation {

struct Documents {
  Json file;
  Json definition;
};

enum class Document { File, Definition };

struct DocumentPlace {
  Document document = Document::File;
  std::string pointer;  // RFC 6901
  friend auto operator<=>(const DocumentPlace&, const DocumentPlace&) = default;
};

/// Returns at least one place. The error says what was not found, or lists the candidates.
[[nodiscard]] tl::expected<std::vector<DocumentPlace>, std::string> find_places(std::string_view name,
                                                                                const Documents& documents);

/// Sets a value; creates missing objects on the way. `place` must come from find_places on these or similar documents.
void put(Documents& documents, const DocumentPlace& place, const Json& value);

}  // namespace stepstorm::variation
