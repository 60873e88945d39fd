#!/usr/bin/python3
"""The tandem in SimPy: a process per order, a resource per station.

Usage and output as tandem.hpp says; exits with 127 when SimPy is not installed.
"""
import random
import sys
import time

try:
    import simpy
except ImportError:
    sys.exit(127)

ARRIVAL_RATE = 100
SERVICE_RATES = (200, 120, 300)  # validate, payment, confirm


def order(env, draw, stations, responses):
    arrived_at = env.now
    for server, rate in stations:
        with server.request() as turn:
            yield turn
            yield env.timeout(draw(rate))
    responses.append(env.now - arrived_at)


def arrivals(env, orders, draw, stations, responses):
    for _ in range(orders):
        yield env.timeout(draw(ARRIVAL_RATE))
        env.process(order(env, draw, stations, responses))


def simulate(orders, seed):
    env = simpy.Environment()
    draw = random.Random(seed).expovariate
    stations = [(simpy.Resource(env, capacity=1), rate) for rate in SERVICE_RATES]
    responses = []
    env.process(arrivals(env, orders, draw, stations, responses))
    env.run()
    return responses


if __name__ == "__main__":
    began = time.perf_counter()
    responses = simulate(int(sys.argv[1]), int(sys.argv[2]))
    took = time.perf_counter() - began
    print(f"{len(responses)} {took:.6f} {sum(responses) / len(responses) * 1000:.4f}")
