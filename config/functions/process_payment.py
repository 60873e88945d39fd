"""ProcessPaymentFunction: takes the payment for an order that was validated."""

import uuid


class PaymentDeclined(Exception):
    """The card is refused for good."""


def lambda_handler(event, context):
    if event.get("card") == "4000000000000002":
        raise PaymentDeclined(f"the card of order {event['orderId']} was declined")
    # Equal orders get equal ids, so that a payment which is tried again is the same payment.
    payment_id = uuid.uuid5(uuid.NAMESPACE_URL, f"payment/{event['orderId']}")
    print(f"order {event['orderId']} is paid by {payment_id}")
    return {**event, "status": "PAID", "paymentId": str(payment_id)}
