"""ConfirmOrderFunction: confirms an order that was paid."""


class PaymentMissing(Exception):
    """There is nothing to confirm yet."""


def lambda_handler(event, context):
    if not event.get("paymentId"):
        raise PaymentMissing(f"order {event.get('orderId')} was not paid")
    print(f"order {event['orderId']} is confirmed")
    return {**event, "status": "CONFIRMED", "confirmation": f"CNF-{event['orderId']}"}
