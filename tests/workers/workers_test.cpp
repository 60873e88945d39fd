// What the workers of the order workflow do, one attempt at a time.
#include <string>

#include <catch2/catch.hpp>

#include "values/overload.hpp"
#include "workers/resource.hpp"
#include "workers/shop/order.hpp"

namespace stepstorm::workers {
namespace {

Json json(const std::string& text) {
  auto parsed = parse_json(text);
  REQUIRE(parsed);
  return *parsed;
}

messages::Task task(Json input, std::uint32_t number = 1) {
  return {.token = {}, .execution = 5, .visit = 2, .state = 0, .number = number, .input = Payload{std::move(input)}};
}

std::string render(const Outcome& outcome) {
  return std::visit(Overload{[](const Succeed& x) { return to_text(*x.output); },
                             [](const Raise& x) { return x.type + ": " + x.message; },
                             [](const Hang&) { return std::string{"hangs"}; },
                             [](const Crash& x) { return "crashes: " + x.reason; },
                             [](const Write& x) { return "writes " + x.text; },
                             [](const Await&) { return std::string{"is awaited"}; },
                             [](const auto&) { return std::string{"fails"}; }},
                    outcome);
}

Json output_of(const Outcome& outcome) {
  REQUIRE(std::holds_alternative<Succeed>(outcome));
  return *std::get<Succeed>(outcome).output;
}

// ---- validate

std::string validate(const std::string& order) { return render(Validate{ValidateOptions{}}.run(task(json(order)))); }

TEST_CASE("a valid order goes on with its total and what was checked", "[orchestration][validate]") {
  const auto [order, expected] = GENERATE(table<std::string, std::string>({
      {R"({"orderId":"12345"})",
       R"({"orderId":"12345","total":49.9,"currency":"USD",)"
       R"("validation":{"status":"VALID","items":0,"reviewRequired":false}})"},
      {R"({"orderId":"1","items":[{"sku":"a","quantity":3,"unitPrice":0.1},{"sku":"b","quantity":1,"unitPrice":5}],)"
       R"("currency":"EUR","card":{"number":"4242424242424242"},"note":"kept"})",
       R"({"orderId":"1","items":[{"sku":"a","quantity":3,"unitPrice":0.1},{"sku":"b","quantity":1,"unitPrice":5}],)"
       R"("currency":"EUR","card":{"number":"4242424242424242"},"note":"kept","total":5.3,)"
       R"("validation":{"status":"VALID","items":2,"reviewRequired":false}})"},
      {R"({"orderId":"1","total":1000.01})",
       R"({"orderId":"1","total":1000.01,"currency":"USD",)"
       R"("validation":{"status":"VALID","items":0,"reviewRequired":true}})"},
  }));
  CHECK(validate(order) == expected);
}

TEST_CASE("each fault of an order has its own error", "[orchestration][validate]") {
  const auto [order, expected] = GENERATE(table<std::string, std::string>({
      {R"([1])", "Order.NotAnObject: The order must be a JSON object"},
      {R"({})", "Order.MissingId: orderId is missing"},
      {R"({"orderId":""})", "Order.MissingId: orderId is empty"},
      {R"({"orderId":7})", "Order.InvalidId: orderId must be text but was: 7"},
      {R"({"orderId":"1","items":{}})", "Order.InvalidItems: items must be an array"},
      {R"({"orderId":"1","items":[]})", "Order.EmptyItems: items is empty"},
      {R"({"orderId":"1","items":[3]})", "Order.InvalidItem: items[0] must be an object"},
      {R"({"orderId":"1","items":[{"quantity":1,"unitPrice":1}]})", "Order.InvalidItem: items[0].sku must be text"},
      {R"({"orderId":"1","items":[{"sku":"a","unitPrice":1}]})",
       "Order.InvalidQuantity: items[0].quantity must be an integer between 1 and 10000 but is missing"},
      {R"({"orderId":"1","items":[{"sku":"a","quantity":0,"unitPrice":1}]})",
       "Order.InvalidQuantity: items[0].quantity must be an integer between 1 and 10000 but was: 0"},
      {R"({"orderId":"1","items":[{"sku":"a","quantity":18446744073709551615,"unitPrice":1}]})",
       "Order.InvalidQuantity: items[0].quantity must be an integer between 1 and 10000 but was: 18446744073709551615"},
      {R"({"orderId":"1","items":[{"sku":"a","quantity":1.5,"unitPrice":1}]})",
       "Order.InvalidQuantity: items[0].quantity must be an integer between 1 and 10000 but was: 1.5"},
      {R"({"orderId":"1","items":[{"sku":"a","quantity":1,"unitPrice":-1}]})",
       "Order.InvalidPrice: items[0].unitPrice must be a number that is not negative but was: -1"},
      {R"({"orderId":"1","items":[{"sku":"a","quantity":1,"unitPrice":1e300}]})",
       "Order.InvalidPrice: items[0].unitPrice must be a number that is not negative but was: 1e+300"},
      {R"({"orderId":"1","total":"many"})",
       R"(Order.InvalidTotal: total must be a number that is not negative but was: "many")"},
      {R"({"orderId":"1","items":[{"sku":"a","quantity":2,"unitPrice":1}],"total":3})",
       "Order.TotalMismatch: total is 3.00 but the items add up to 2.00"},
      {R"({"orderId":"1","currency":"XXX"})",
       R"(Order.UnknownCurrency: currency is not one that we accept but was: "XXX")"},
      {R"({"orderId":"1","currency":1})", "Order.UnknownCurrency: currency is not one that we accept but was: 1"},
      {R"({"orderId":"1","card":{"number":"4242424242424241"}})",
       "Order.InvalidCard: card must hold a card number: 12 to 19 digits with a valid check digit"},
  }));
  CHECK(validate(order) == expected);
}

TEST_CASE("the first of several faults gives its name, all are listed", "[orchestration][validate]") {
  CHECK(validate(R"({"items":[],"currency":"XXX"})") ==
        "Order.MissingId: Order.MissingId: orderId is missing; Order.EmptyItems: items is empty; "
        "Order.UnknownCurrency: currency is not one that we accept but was: \"XXX\"");
}

// ---- payment and refund

class Shop {
 public:
  std::string pay(const std::string& order, std::uint32_t attempt = 1) {
    return render(payment.run(task(json(order), attempt)));
  }

  std::shared_ptr<books::Ledger> ledger = std::make_shared<books::Ledger>(1);
  Payment payment{PaymentOptions{}, ledger};
  Refund refund{ledger};
};

TEST_CASE("a payment charges once per token, however often it is asked", "[orchestration][payment]") {
  Shop shop;
  const auto first = output_of(shop.payment.run(task({{"total", 49.9}, {"idempotencyToken", "order-1"}})));
  const auto again = output_of(shop.payment.run(task({{"total", 10}, {"idempotencyToken", "order-1"}}, 2)));
  CHECK(first["payment"]["amount"] == 49.9);
  CHECK(first["payment"] == again["payment"]);
  CHECK(shop.ledger->totals().requests == 2);
  CHECK(shop.ledger->totals().charges == 1);
  CHECK(shop.ledger->totals().charged == books::Money{4990});
}

TEST_CASE("without a token, the attempts at one visit of the state are one payment", "[orchestration][payment]") {
  Shop shop;
  auto attempt = task({{"amount", 5}, {"currency", "EUR"}});
  const auto receipt = output_of(shop.payment.run(messages::Task{attempt}))["payment"]["receipt"];
  attempt.number = 2;
  CHECK(output_of(shop.payment.run(messages::Task{attempt}))["payment"]["receipt"] == receipt);
  attempt.visit = 9;
  CHECK(output_of(shop.payment.run(messages::Task{attempt}))["payment"]["receipt"] != receipt);
  CHECK(shop.ledger->totals().charges == 2);
}

TEST_CASE("a payment is declined by rule", "[orchestration][payment]") {
  Shop shop;
  const auto [order, expected] = GENERATE(table<std::string, std::string>({
      {R"({})", "Payment.InvalidAmount: The input has neither an amount nor a total that could be charged"},
      {R"(7)", "Payment.InvalidAmount: The input has neither an amount nor a total that could be charged"},
      {R"({"total":-1})", "Payment.InvalidAmount: The input has neither an amount nor a total that could be charged"},
      {R"({"total":10000.01})", "Payment.AmountTooLarge: 10000.01 is more than the limit of 10000.00"},
      {R"({"total":1,"card":"4000000000000002"})", "Payment.CardDeclined: The card was declined"},
      {R"({"total":1,"card":{"number":"4000000000009995"}})",
       "Payment.InsufficientFunds: The card has insufficient funds"},
      {R"({"total":1,"card":{"number":"4000000000000259"}})", "hangs"},
      {R"({"total":1,"card":{"number":"4000000000000101"}})", "writes <html>502 Bad Gateway</html>"},
  }));
  CHECK(shop.pay(order) == expected);
  CHECK(shop.ledger->totals().charges == 0);
}

TEST_CASE("some cards need several attempts", "[orchestration][payment]") {
  Shop shop;
  const std::string flaky = R"({"total":1,"card":"4000000000000119"})";
  CHECK(shop.pay(flaky, 1) == "Payment.ProviderUnavailable: The payment provider is unavailable");
  CHECK(shop.pay(flaky, 2) == "Payment.ProviderUnavailable: The payment provider is unavailable");
  CHECK(shop.ledger->totals().charges == 0);
  CHECK_THAT(shop.pay(flaky, 3), Catch::Contains("CHARGED"));
  CHECK(shop.ledger->totals().charges == 1);
}

TEST_CASE("a worker that crashes after charging does not charge again", "[orchestration][payment]") {
  Shop shop;
  const std::string deadly = R"({"total":1,"idempotencyToken":"t","card":"4000000000000341"})";
  CHECK(shop.pay(deadly, 1) == "crashes: segmentation fault after the card was charged");
  const auto charge = shop.ledger->find("t");
  REQUIRE(charge);
  CHECK_THAT(shop.pay(deadly, 2), Catch::Contains(std::string{charge->receipt.text()}));
  CHECK(shop.ledger->totals().charges == 1);
}

TEST_CASE("all test cards are valid card numbers", "[orchestration][payment]") {
  for (const TestCard& card : standard_test_cards()) CHECK(is_card_number(card.number));
  CHECK_FALSE(is_card_number("4242424242424241"));
  CHECK_FALSE(is_card_number("42424242424"));
  CHECK_FALSE(is_card_number("42424242x4242424"));
}

TEST_CASE("a refund takes a charge back once", "[orchestration][refund]") {
  Shop shop;
  const auto paid = output_of(shop.payment.run(task({{"total", 12.34}})));
  const auto refunded = output_of(shop.refund.run(task(paid)));
  CHECK(refunded["refund"]["status"] == "REFUNDED");
  CHECK(refunded["refund"]["amount"] == 12.34);
  CHECK(output_of(shop.refund.run(task(paid)))["refund"] == refunded["refund"]);
  CHECK(shop.ledger->totals().refunds == 1);
  CHECK(shop.ledger->totals().refunded == books::Money{1234});
}

TEST_CASE("a refund that comes before its payment cancels it", "[orchestration][refund]") {
  Shop shop;
  const Json order{{"total", 5}, {"idempotencyToken", "t"}};
  CHECK(output_of(shop.refund.run(task(order)))["refund"] == Json{{"status", "CANCELLED"}});
  CHECK(render(shop.payment.run(task(order))) == "Payment.Cancelled: The payment t was cancelled before it was made");
  CHECK(shop.ledger->totals().charges == 0);
}

TEST_CASE("without anything to go by there is nothing to refund", "[orchestration][refund]") {
  Shop shop;
  CHECK(render(shop.refund.run(task({{"orderId", "1"}}))) ==
        R"({"orderId":"1","refund":{"status":"NOTHING_TO_REFUND"}})");
}

// ---- the others

TEST_CASE("a confirmation number depends on seed, execution and visit, not on the attempt",
          "[orchestration][confirm]") {
  const auto number = [](std::uint64_t seed, std::uint64_t execution, std::uint32_t attempt) {
    Confirm confirm{{}, world::Stream{seed}, std::make_shared<books::Ledger>()};
    auto asked = task({{"orderId", "1"}}, attempt);
    asked.execution = execution;
    return output_of(confirm.run(std::move(asked)))["confirmation"]["number"].get<std::string>();
  };
  CHECK(number(1, 1, 1).size() == std::string{"CNF-"}.size() + 8);
  CHECK(number(1, 1, 1) == number(1, 1, 2));
  CHECK(number(1, 1, 1) != number(1, 2, 1));
  CHECK(number(1, 1, 1) != number(2, 1, 1));
}

TEST_CASE("notify and echo carry their input on", "[orchestration][workers]") {
  CHECK(render(Notify{NotifyOptions{}}.run(task({{"orderId", "1"}}))) ==
        R"({"orderId":"1","notification":{"status":"SENT","channel":"email"}})");
  CHECK(render(Notify{NotifyOptions{}}.run(task(3))) ==
        R"({"input":3,"notification":{"status":"SENT","channel":"email"}})");
  auto asked = task({{"a", 1}});
  const Payload input = asked.input;
  CHECK(std::get<Succeed>(Echo{}.run(std::move(asked))).output.same_document(input));
}

TEST_CASE("every kind of worker has a name and can be made", "[orchestration][workers]") {
  std::string names;
  for (const auto& kind : all_kinds()) {
    names += std::string{kind_name(kind)} + ' ';
    REQUIRE(behaviour_of_kind(kind_name(kind)));
    CHECK(behaviour_of_kind(kind_name(kind))->index() == kind.index());
    CHECK(make_behaviour(kind, 1, std::make_shared<books::Ledger>()));
  }
  CHECK(names == "echo validate payment refund confirm notify model ");
  CHECK(all_kinds().size() == std::variant_size_v<BehaviourOptions>);
  CHECK_FALSE(behaviour_of_kind("teleport"));
}

TEST_CASE("money is exact and read only where it is an amount", "[orchestration][money]") {
  CHECK(books::read_money(49.9) == books::Money{4990});
  CHECK(books::read_money(0.1 + 0.2) == books::Money{30});
  CHECK(books::read_money(-3) == books::Money{-300});
  CHECK_FALSE(books::read_money("49.9"));
  CHECK_FALSE(books::read_money(1e9));
  CHECK_FALSE(books::read_money(std::numeric_limits<double>::quiet_NaN()));
  CHECK(books::money_text(books::Money{4990}) == "49.90");
  CHECK(books::money_text(books::Money{-5}) == "-0.05");
  Members written;
  books::write_money(written, "price", books::Money{4990});
  books::write_money(written, "fee", books::Money{500});
  CHECK(to_text(*Payload{}.with_members(written)) == R"({"price":49.9,"fee":5})");
}

}  // namespace
}  // namespace stepstorm::workers
