"""The peer: native OR-Tools CP-SAT on one instance.

python cpsat_shop.py --format jsp|fjsp|sdst|wtsds --instance FILE --seconds N --workers K --seed S
Prints one line of JSON: objective (null when none was found), bound, seconds.
"""

import argparse
import itertools
import json
import time

from ortools.sat.python import cp_model


def lines_of(path):
    with open(path) as file:
        stripped = (line.split("#")[0].split() for line in file)
        return [line for line in stripped if line]


def jobs_of_taillard(lines):
    words = [" ".join(line).lower() for line in lines]
    count, machines = (int(word) for word in next(line for line in lines if line[0].isdigit())[:2])
    times, orders = (lines[words.index(name) + 1 :][:count] for name in ("times", "machines"))
    pairs = [zip(order, line) for order, line in zip(orders, times)]
    return machines, [[[(int(m) - 1, int(p))] for m, p in job] for job in pairs]


def number(word):
    """Whole; some files write 3.0."""
    return int(word.split(".")[0])


def without_remarks(lines):
    """Without names and rulers above the numbers, and end marks below."""
    return [line for line in lines if line[0][0] in "-0123456789"]


def jobs_of_jsp(lines):
    if ["times"] in [[word.lower() for word in line] for line in lines]:
        return jobs_of_taillard(lines)
    lines = without_remarks(lines)
    machines = int(lines[0][1])
    jobs = []
    for line in lines[1 : int(lines[0][0]) + 1]:
        numbers = [number(word) for word in line if word != "-1"]
        jobs.append([[(numbers[i], numbers[i + 1])] for i in range(0, len(numbers), 2)])
    return machines, from_zero(jobs) if max(m for job in jobs for [(m, _)] in job) == machines else jobs


def from_zero(jobs):
    """Some files count machines from 1."""
    return [[[(m - 1, p) for m, p in choice] for choice in job] for job in jobs]


def jobs_of_matrix(lines):
    machines = int(lines[1][0])
    at, jobs = 3, []
    for count in map(int, lines[2]):
        rows = [[int(word) for word in line] for line in lines[at : at + count]]
        jobs.append([[(m, p) for m, p in enumerate(row) if p > 0] for row in rows])
        at += count
    return machines, jobs


def jobs_of_fjsp(lines):
    lines = without_remarks(lines)
    if len(lines[0]) == 1:
        return jobs_of_matrix(lines)
    machines = int(lines[0][1])
    raw = [[number(word) for word in line] for line in lines[1 : int(lines[0][0]) + 1]]
    jobs = []
    for numbers in raw:
        at, job = 1, []
        for _ in range(numbers[0]):
            count = numbers[at]
            pairs = numbers[at + 1 : at + 1 + 2 * count]
            job.append([(pairs[i], pairs[i + 1]) for i in range(0, len(pairs), 2)])
            at += 1 + 2 * count
        jobs.append(job)
    from_one = not any(machine == 0 for job in jobs for choice in job for machine, _ in choice)
    return machines, from_zero(jobs) if from_one else jobs


def job_shop(model, machines, jobs):
    horizon = sum(max(p for _, p in choice) for job in jobs for choice in job)
    lanes = [[] for _ in range(machines)]
    ends = []
    for job in jobs:
        before = None
        for choice in job:
            start = model.NewIntVar(0, horizon, "")
            end = model.NewIntVar(0, horizon, "")
            if len(choice) == 1:
                machine, duration = choice[0]
                lanes[machine].append(model.NewIntervalVar(start, duration, end, ""))
            else:
                chosen = [model.NewBoolVar("") for _ in choice]
                for (machine, duration), literal in zip(choice, chosen):
                    lanes[machine].append(model.NewOptionalIntervalVar(start, duration, end, literal, ""))
                model.AddExactlyOne(chosen)
                # Known before a machine is chosen: the operation takes one of these times.
                durations = cp_model.Domain.FromValues([duration for _, duration in choice])
                taken = model.NewIntVarFromDomain(durations, "")
                model.Add(taken == sum(duration * literal for (_, duration), literal in zip(choice, chosen)))
                model.Add(end == start + taken)
            if before is not None:
                model.Add(start >= before)
            before = end
        ends.append(before)
    for lane in lanes:
        model.AddNoOverlap(lane)
    makespan = model.NewIntVar(0, horizon, "makespan")
    model.AddMaxEquality(makespan, ends)
    model.Minimize(makespan)


def flow_shop_with_setups(model, lines):
    if len(lines[0]) == 1:
        count, machines, rest = int(lines[0][0]), int(lines[1][0]), lines[2:]
    else:
        count, machines, rest = int(lines[0][0]), int(lines[0][1]), lines[1:]
    pairs = any(line[0].upper() == "SSD" for line in rest)
    rest = [[int(word) for word in line] for line in rest if line[0].lstrip("-").isdigit()]
    times = [line[1::2] if pairs else line for line in rest[:count]]
    setups = [rest[count + m * count : count + (m + 1) * count] for m in range(machines)]
    most = sum(map(sum, times)) + sum(max(map(max, setup)) for setup in setups) * count
    # One order for all machines: arcs of one circuit, with a dummy before the first job and after the last.
    follows = {}
    arcs = []
    for i in range(count):
        arcs += [(count, i, model.NewBoolVar("")), (i, count, model.NewBoolVar(""))]
        for j in range(count):
            if i != j:
                follows[i, j] = model.NewBoolVar("")
                arcs.append((i, j, follows[i, j]))
    model.AddCircuit(arcs)
    starts = [[model.NewIntVar(0, most, "") for _ in range(machines)] for _ in range(count)]
    makespan = model.NewIntVar(0, most, "makespan")
    for j in range(count):
        for m in range(machines):
            end = starts[j][m] + times[j][m]
            model.Add((starts[j][m + 1] if m + 1 < machines else makespan) >= end)
    for m in range(machines):
        model.AddNoOverlap([model.NewFixedSizeIntervalVar(starts[j][m], times[j][m], "") for j in range(count)])
        for (i, j), literal in follows.items():
            model.Add(starts[j][m] >= starts[i][m] + times[i][m] + setups[m][i][j]).OnlyEnforceIf(literal)
    model.Minimize(makespan)


def single_machine(model, lines):
    def section(name, length):
        at = next(i for i, line in enumerate(lines) if " ".join(line).lower() == name)
        return lines[at + 1 : at + 1 + length]

    count = next(int(line[2]) for line in lines if " ".join(line).startswith("Problem Size:"))
    times = [int(line[0]) for line in section("process times:", count)]
    weights = [int(line[0]) for line in section("weights:", count)]
    dues = [int(line[0]) for line in section("duedates:", count)]
    # Some files also have a line from each job to itself.
    pairs = itertools.takewhile(lambda line: len(line) == 3 and line[2].isdigit(), section("setup times:", len(lines)))
    setups = {(int(a), int(b)): int(s) for a, b, s in pairs}
    most = sum(times) + sum(max(setups.get((i, j), 0) for i in range(-1, count)) for j in range(count))
    starts = [model.NewIntVar(0, most, "") for _ in range(count)]
    late = [model.NewIntVar(0, most, "") for _ in range(count)]
    arcs = []
    for j in range(count):
        first = model.NewBoolVar("")
        arcs += [(count, j, first), (j, count, model.NewBoolVar(""))]
        model.Add(starts[j] >= setups[-1, j]).OnlyEnforceIf(first)
        model.Add(late[j] >= starts[j] + times[j] - dues[j])
        for i in range(count):
            if i != j:
                literal = model.NewBoolVar("")
                arcs.append((i, j, literal))
                model.Add(starts[j] >= starts[i] + times[i] + setups[i, j]).OnlyEnforceIf(literal)
    model.AddCircuit(arcs)
    model.AddNoOverlap([model.NewFixedSizeIntervalVar(starts[j], times[j], "") for j in range(count)])
    model.Minimize(sum(w * t for w, t in zip(weights, late)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", required=True, choices=["jsp", "fjsp", "sdst", "wtsds"])
    parser.add_argument("--instance", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    lines = lines_of(options.instance)
    model = cp_model.CpModel()
    if options.format == "jsp":
        job_shop(model, *jobs_of_jsp(lines))
    elif options.format == "fjsp":
        job_shop(model, *jobs_of_fjsp(lines))
    elif options.format == "sdst":
        flow_shop_with_setups(model, lines)
    else:
        single_machine(model, lines)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = options.seconds
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    started = time.monotonic()
    status = solver.Solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    print(
        json.dumps(
            {
                "objective": solver.ObjectiveValue() if found else None,
                "bound": solver.BestObjectiveBound() if found else None,
                "seconds": time.monotonic() - started,
            }
        )
    )


main()
