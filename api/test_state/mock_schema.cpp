#include "api/test_state/mock_schema.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "api/test_state/aws_shapes/table.hpp"
#include "asl/resource.hpp"

namespace stepstorm::api {
namespace {

constexpr std::string_view schema_error = "Mock result schema validation error: ";

/// Returns the model of a service, parsed on first use; nullptr when it is not in the table.
const Json* aws_model(std::string_view service) {
  static std::mutex mutex;
  static std::map<std::string_view, Json> models;
  const auto& texts = aws_service_texts();
  const auto named = [&](std::string_view name) {
    return std::find_if(texts.begin(), texts.end(), [&](const AwsServiceText& text) { return text.name == name; });
  };
  auto found = named(service);
  if (found == texts.end()) return nullptr;
  if (found->shapes.empty()) found = named(found->same);
  const std::lock_guard lock{mutex};
  const auto [at, fresh] = models.try_emplace(found->name);
  if (fresh) at->second = Json::parse(found->shapes);
  return &at->second;
}

class MockCheck {
 public:
  MockCheck(const Json& shapes, bool with_required) : shapes_(shapes), with_required_(with_required) {}

  /// Returns the fault of a value called `name`; empty when there is none.
  std::string field(const std::string& name, const Json& value, const Json& index) const {
    const Json& shape = shapes_[index.get<std::size_t>()];
    switch (shape["t"].get_ref<const std::string&>().front()) {
      case 's': return value.is_string() ? text(name, value, shape) : wrong(name, "must be a string");
      case 'n': return value.is_number() ? number(name, value, shape) : wrong(name, "must be a number");
      case 'b': return value.is_boolean() ? std::string{} : wrong(name, "must be a boolean");
      case 'o': return value.is_object() ? members(value, shape) : wrong(name, "must be an object");
      case 'm': return value.is_object() ? elements(name, value, shape) : wrong(name, "must be an object");
      case 'a': return value.is_array() ? elements(name, value, shape) : wrong(name, "must be an array");
      default: return {};
    }
  }

 private:
  static std::string wrong(const std::string& name, const char* how) { return "Field '" + name + "' " + how; }

  static std::string text(const std::string& name, const Json& value, const Json& shape) {
    const auto& said = value.get_ref<const std::string&>();
    if (const Json* values = find_member(shape, "e"))
      if (std::find(values->begin(), values->end(), value) == values->end())
        return wrong(name, "is not an expected value");
    if (const Json* least = find_member(shape, "min"); least && said.size() < least->get<std::size_t>())
      return wrong(name, "is smaller than the minimum length");
    if (const Json* most = find_member(shape, "max"); most && said.size() > most->get<std::size_t>())
      return wrong(name, "exceeds the maximum length");
    return {};
  }

  static std::string number(const std::string& name, const Json& value, const Json& shape) {
    if (const Json* least = find_member(shape, "min"); least && value < *least)
      return wrong(name, "is less than the minimum value");
    if (const Json* most = find_member(shape, "max"); most && value > *most)
      return wrong(name, "exceeds the maximum value");
    return {};
  }

  std::string elements(const std::string& name, const Json& values, const Json& shape) const {
    for (const Json& value : values)
      if (auto complaint = field(name, value, shape["v"]); !complaint.empty()) return complaint;
    return {};
  }

  std::string members(const Json& object, const Json& shape) const {
    if (const Json* required = find_member(shape, "r"); required && with_required_)
      for (const Json& name : *required)
        if (!object.contains(name.get_ref<const std::string&>()))
          return "Required field '" + name.get<std::string>() + "' is missing";
    const Json& known = shape["m"];
    for (const auto& [name, value] : object.items()) {
      const Json* index = find_member(known, name);
      if (!index || value.is_null()) continue;
      if (auto complaint = field(name, value, *index); !complaint.empty()) return complaint;
    }
    return {};
  }

  const Json& shapes_;
  bool with_required_;
};

struct ModelledCall {
  std::string_view service;
  std::string action;
};

/// Returns the call whose answer is the task's result.
std::optional<ModelledCall> modelled_call(const asl::ServiceResource& service) {
  if (service.pattern == asl::IntegrationPattern::WaitForTaskToken) return std::nullopt;
  std::string_view type = service.type;
  const bool sdk = type.starts_with("aws-sdk:");
  if (sdk) type.remove_prefix(8);
  if (!sdk && (type == "http" || type == "apigateway")) return std::nullopt;
  std::string action = service.action.substr(0, service.action.find('.'));
  const bool waits = service.pattern != asl::IntegrationPattern::RequestResponse;
  if (waits && type != "states") return std::nullopt;  // such answers combine several calls
  if (waits) action = "describeExecution";
  return ModelledCall{type, std::move(action)};
}

/// Members that a service integration passes on parsed, although the model has them as text.
bool is_parsed(const asl::ServiceResource& service, const std::string& field) {
  if (service.type == "lambda") return field == "Payload";
  return service.pattern == asl::IntegrationPattern::Sync2 && (field == "Input" || field == "Output");
}

Json without_parsed(const asl::ServiceResource& service, const Json& result) {
  if (!result.is_object()) return result;
  Json rest = Json::object();
  for (const auto& [name, value] : result.items()) rest[name] = is_parsed(service, name) ? Json{} : value;
  return rest;
}

}  // namespace

std::optional<std::string> mock_complaint(const asl::Resource& resource,
                                          const Json& result,
                                          FieldValidation validation) {
  const auto* service = std::get_if<asl::ServiceResource>(&resource.kind);
  if (!service || validation == FieldValidation::None) return std::nullopt;
  const auto call = modelled_call(*service);
  if (!call) return std::nullopt;
  const Json* model = aws_model(call->service);
  const Json* answer = model ? find_member((*model)["actions"], call->action) : nullptr;
  if (!answer)
    return "Mocked results of " + resource.arn +
           " cannot be validated: its model is not known here. Set fieldValidationMode to NONE.";
  if (*answer == -1) return std::nullopt;
  const MockCheck check{(*model)["shapes"], validation == FieldValidation::Strict};
  if (!result.is_object()) return std::string(schema_error) + "Mock result must be an object";
  const std::string complaint = check.field("", without_parsed(*service, result), *answer);
  if (complaint.empty()) return std::nullopt;
  return std::string(schema_error) + complaint;
}

}  // namespace stepstorm::api
