// Checks an order and reports all faults; a valid order gets its total and a summary of the check.
//
// An order is an object:
//   orderId                 text, not empty; the only required member
//   items                   1 to 1,000 times {"sku": text, "quantity": 1 to 10,000, "unitPrice": not negative}
//   total                   not negative; must be the sum of the items when both are given
//   currency                one of the accepted currencies
//   card                    {"number": digits}, or the number itself as text
#pragma once

#include <string>
#include <vector>

#include "books/money.hpp"
#include "workers/behaviour.hpp"

namespace stepstorm::workers {

struct ValidateOptions {
  books::Money default_total{4990};                          // for an order with neither items nor total
  std::vector<std::string> currencies{"USD", "EUR", "GBP"};  // the first is the default
  books::Money review_above{100'000};                        // the result asks for a review of larger orders
};

class Validate final : public Behaviour {
 public:
  explicit Validate(ValidateOptions options) : options_(std::move(options)) {}

  /// The order with `total`, `currency` and
  /// `"validation": {"status": "VALID", "items": 2, "reviewRequired": false}`;
  /// or an error with the name of the first fault and a message with all of them.
  Outcome run(messages::Task&& task) override;

 private:
  ValidateOptions options_;
};

}  // namespace stepstorm::workers
