"""ValidateOrderFunction: is this an order that can be paid?"""


class OrderInvalid(Exception):
    """The order cannot be processed, however often it is tried."""


def lambda_handler(event, context):
    order_id = event.get("orderId")
    if not isinstance(order_id, str) or not order_id.strip():
        raise OrderInvalid("an order needs an orderId")
    print(f"order {order_id} is valid")
    return {**event, "status": "VALIDATED"}
