// Checks an order and says everything that is wrong with it; a valid one goes on with its total and what was checked.
//
// An order is an object:
//   orderId                 text, not empty; the only member that must be there
//   items                   1 to 1,000 times {"sku": text, "quantity": 1 to 10,000, "unitPrice": not negative}
//   total                   not negative; must be the sum of the items when both are there
//   currency                one of those accepted
//   card                    {"number": digits}, or the number itself as text
#pragma once

#include <string>
#include <vector>

#include "books/money.hpp"
#include "workers/behaviour.hpp"

namespace stepstorm::orchestration {

struct ValidateOptions {
  Money default_total{4990};                                 // of an order that says neither items nor total
  std::vector<std::string> currencies{"USD", "EUR", "GBP"};  // the first is the default
  Money review_above{100'000};                               // the result asks for a review of larger orders
};

class Validate final : public Behaviour {
 public:
  explicit Validate(ValidateOptions options) : options_(std::move(options)) {}

  /// The order with `total`, `currency` and
  /// `"validation": {"status": "VALID", "items": 2, "reviewRequired": false}`;
  /// or the name of its first fault, and all of them in the message.
  Outcome run(messages::Task&& task) override;

 private:
  ValidateOptions options_;
};

}  // namespace stepstorm::orchestration
