#include "workers/shop/validate.hpp"

#include <algorithm>
#include <utility>

#include "workers/shop/order.hpp"

namespace stepstorm::workers {
namespace {

constexpr std::size_t items_max = 1'000;
constexpr std::int64_t quantity_max = 10'000;

struct Fault {
  std::string error;
  std::string what;
};

/// Checks one order.
class Examination {
 public:
  Examination(const Payload& order, const ValidateOptions& options) : order_(order), options_(options) {}

  void examine() {
    check_id();
    check_items();
    check_total();
    check_currency();
    check_card();
  }

  const std::vector<Fault>& faults() const { return faults_; }
  std::size_t items() const { return items_; }
  std::string_view currency() const { return currency_; }
  books::Money total() const { return stated_total_ ? *stated_total_ : sum_.value_or(options_.default_total); }

 private:
  void fault(std::string error, std::string what) { faults_.push_back({std::move(error), std::move(what)}); }

  void check_id() {
    const Value id = order_.member("orderId");
    if (!id) return fault("Order.MissingId", "orderId is missing");
    if (!id.text()) return fault("Order.InvalidId", "orderId must be text but was: " + to_text(id.to_json()));
    if (id.text()->empty()) fault("Order.MissingId", "orderId is empty");
  }

  void check_items() {
    const Value stated = order_.member("items");
    if (!stated) return;
    const Json* items = stated.json();
    if (!items || !items->is_array()) return fault("Order.InvalidItems", "items must be an array");
    if (items->empty()) return fault("Order.EmptyItems", "items is empty");
    if (items->size() > items_max)
      return fault("Order.TooManyItems", "items holds more than " + std::to_string(items_max) + " items");
    items_ = items->size();
    sum_ = books::Money{};
    for (std::size_t index = 0; index < items_; ++index) check_item((*items)[index], index);
  }

  void check_item(const Json& item, std::size_t index) {
    const std::string place = "items[" + std::to_string(index) + ']';
    if (!item.is_object()) return fault("Order.InvalidItem", place + " must be an object");
    if (is_empty(text_member(item, "sku"))) fault("Order.InvalidItem", place + ".sku must be text");
    const auto quantity = check_quantity(item, place);
    const auto price = check_price(item, place);
    if (quantity && price && sum_)
      sum_->hundredths += *quantity * price->hundredths;
    else
      sum_.reset();
  }

  std::optional<std::int64_t> check_quantity(const Json& item, const std::string& place) {
    const Json* quantity = find_member(item, "quantity");
    if (quantity && quantity->is_number_integer() && *quantity >= 1 && *quantity <= quantity_max)
      return quantity->get<std::int64_t>();
    fault(
        "Order.InvalidQuantity",
        place + ".quantity must be an integer between 1 and " + std::to_string(quantity_max) + found(Value{quantity}));
    return std::nullopt;
  }

  std::optional<books::Money> check_price(const Json& item, const std::string& place) {
    const Value price{find_member(item, "unitPrice")};
    const auto money = books::read_money(price);
    if (money && *money >= books::Money{}) return money;
    fault("Order.InvalidPrice", place + ".unitPrice must be a number that is not negative" + found(price));
    return std::nullopt;
  }

  void check_total() {
    const Value total = order_.member("total");
    if (!total) return;
    stated_total_ = books::read_money(total);
    if (!stated_total_ || *stated_total_ < books::Money{})
      return fault("Order.InvalidTotal", "total must be a number that is not negative" + found(total));
    if (sum_ && *sum_ != *stated_total_)
      fault("Order.TotalMismatch",
            "total is " + books::money_text(*stated_total_) + " but the items add up to " + books::money_text(*sum_));
  }

  void check_currency() {
    const auto& accepted = options_.currencies;
    const Value currency = order_.member("currency");
    currency_ = currency ? currency.text().value_or("") : accepted.front();
    if (std::find(accepted.begin(), accepted.end(), currency_) == accepted.end())
      fault("Order.UnknownCurrency", "currency is not one that we accept" + found(currency));
  }

  void check_card() {
    if (!order_.member("card")) return;
    const auto number = card_number(order_);
    if (!number || !is_card_number(*number))
      fault("Order.InvalidCard", "card must hold a card number: 12 to 19 digits with a valid check digit");
  }

  static bool is_empty(std::optional<std::string_view> text) { return !text || text->empty(); }
  static std::string found(const Value& value) {
    return value ? " but was: " + to_text(value.to_json()) : " but is missing";
  }

  const Payload& order_;
  const ValidateOptions& options_;
  std::vector<Fault> faults_;
  std::size_t items_ = 0;
  std::optional<books::Money> sum_;  // of the items, when all are valid
  std::optional<books::Money> stated_total_;
  std::string_view currency_;
};

Raise report(const std::vector<Fault>& faults) {
  std::string message;
  for (const Fault& fault : faults) message += (message.empty() ? "" : "; ") + fault.error + ": " + fault.what;
  return {faults.front().error, faults.size() == 1 ? faults.front().what : message};
}

}  // namespace

Outcome Validate::run(messages::Task&& task) {
  const Payload& order = task.input;
  if (!order.is_object()) return Raise{"Order.NotAnObject", "The order must be a JSON object"};
  Examination examination{order, options_};
  examination.examine();
  if (!examination.faults().empty()) return report(examination.faults());

  const books::Money total = examination.total();
  Members validated;
  books::write_money(validated, "total", total);
  validated.text("currency", examination.currency());
  validated.object("validation",
                   Members{}
                       .text("status", "VALID")
                       .integer("items", static_cast<std::int64_t>(examination.items()))
                       .boolean("reviewRequired", total > options_.review_above));
  return Succeed{order.with_members(validated)};
}

}  // namespace stepstorm::workers
