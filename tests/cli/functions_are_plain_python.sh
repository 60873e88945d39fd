#!/usr/bin/env bash
# The shipped functions are Python files that can be tried without anything else.
# shellcheck source=tests/cli/lib.bash
source tests/cli/lib.bash

status=0
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=config/functions python3 - > "$scratch/out" 2> "$scratch/err" << 'PY' || status=$?
import confirm_order
import process_payment
import validate_order


def raised(handler, event):
    try:
        handler(event, None)
    except Exception as error:
        return type(error).__name__
    return None


order = validate_order.lambda_handler({"orderId": "12345", "note": "kept"}, None)
assert order == {"orderId": "12345", "note": "kept", "status": "VALIDATED"}, order
paid = process_payment.lambda_handler(order, None)
assert paid["status"] == "PAID" and paid["note"] == "kept", paid
assert paid == process_payment.lambda_handler(order, None), "a payment that is tried again is another payment"
assert paid["paymentId"] != process_payment.lambda_handler({"orderId": "2"}, None)["paymentId"]
confirmed = confirm_order.lambda_handler(paid, None)
assert (confirmed["status"], confirmed["confirmation"]) == ("CONFIRMED", "CNF-12345"), confirmed
for nothing in ({}, {"orderId": ""}, {"orderId": " "}, {"orderId": 7}):
    assert raised(validate_order.lambda_handler, nothing) == "OrderInvalid", nothing
assert raised(process_payment.lambda_handler, {"orderId": "1", "card": "4000000000000002"}) == "PaymentDeclined"
assert raised(confirm_order.lambda_handler, order) == "PaymentMissing"
PY
expect_status 0 "the shipped functions"

finish
