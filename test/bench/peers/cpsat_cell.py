"""The peer: native OR-Tools CP-SAT on one robot cell.

python cpsat_cell.py --instance FILE --seconds N --workers K --seed S
Reads optimizer/cell/problem.ts as JSON. Prints one line of JSON: objective (null when none was found), bound, seconds.
"""

import argparse
import json
import time

from ortools.sat.python import cp_model


def build(problem):
    model = cp_model.CpModel()
    tasks, holds, resources = problem["tasks"], problem["holds"], problem["resources"]
    longest = max([0] + [max(map(max, r["transition"])) for r in resources if "transition" in r])
    horizon = max(unit["release"] for unit in problem["units"]) + sum(
        max(mode["duration"] for mode in task["modes"]) + longest for task in tasks
    )
    horizon += sum(lag["min"] for lag in problem["lags"] if lag["min"] > 0)
    uses = [[] for _ in resources]  # entry, exit, start, end, literal, interval, owner
    chosen = [[model.new_bool_var("") for _ in hold["choices"]] for hold in holds]
    starts, ends = [], []
    for t, task in enumerate(tasks):
        start = model.new_int_var(problem["units"][task["unit"]]["release"], horizon, "")
        literals = [model.new_bool_var("") for _ in task["modes"]]
        model.add_exactly_one(literals)
        end = start + sum(mode["duration"] * literal for mode, literal in zip(task["modes"], literals))
        starts.append(start)
        ends.append(end)
        for mode, literal in zip(task["modes"], literals):
            for need in mode["needs"]:
                model.add_implication(literal, chosen[need["hold"]][need["choice"]])
            for use in mode["uses"]:
                interval = model.new_optional_fixed_size_interval_var(start, mode["duration"], literal, "")
                uses[use["resource"]].append(
                    (use["entry"], use["exit"], start, start + mode["duration"], literal, interval, ("t", t))
                )
    time_of = lambda edge: (starts if edge["edge"] == "start" else ends)[edge["task"]]
    for lag in problem["lags"]:
        gap = time_of(lag["to"]) - time_of(lag["from"])
        model.add(gap >= lag["min"])
        if "max" in lag:
            model.add(gap <= lag["max"])
    for h, hold in enumerate(holds):
        model.add_exactly_one(chosen[h])
        start, end, length = (model.new_int_var(0, horizon, "") for _ in range(3))
        model.add(start == time_of(hold["from"]))
        model.add(end == time_of(hold["until"]))
        for use, literal in zip(hold["choices"], chosen[h]):
            interval = model.new_optional_interval_var(start, length, end, literal, "")
            uses[use["resource"]].append((use["entry"], use["exit"], start, end, literal, interval, ("h", h)))
    for resource, nodes in zip(resources, uses):
        if not nodes:
            continue
        model.add_no_overlap([node[5] for node in nodes])
        transition = resource.get("transition")
        if transition is None:
            for node in nodes:
                model.add(node[2] >= resource["free"]).only_enforce_if(node[4])
            continue
        idle = model.new_bool_var("")
        arcs = [(0, 0, idle)]
        for j, to in enumerate(nodes):
            first = model.new_bool_var("")
            arcs += [(j + 1, j + 1, ~to[4]), (0, j + 1, first), (j + 1, 0, model.new_bool_var(""))]
            model.add_implication(idle, ~to[4])
            ready = resource["free"] + transition[resource["initial"]][to[0]]
            model.add(to[2] >= ready).only_enforce_if(first)
            for i, before in enumerate(nodes):
                if i == j or before[6] == to[6]:
                    continue
                literal = model.new_bool_var("")
                arcs.append((i + 1, j + 1, literal))
                model.add(to[2] >= before[3] + transition[before[1]][to[0]]).only_enforce_if(literal)
        model.add_circuit(arcs)
    makespan = model.new_int_var(0, horizon, "")
    for end in ends:
        model.add(makespan >= end)
    cost = makespan
    for u, unit in enumerate(problem["units"]):
        if "due" not in unit or not unit.get("weight"):
            continue
        late = model.new_int_var(0, horizon, "")
        for task, end in zip(tasks, ends):
            if task["unit"] == u:
                model.add(late >= end - unit["due"])
        cost = cost + unit["weight"] * late
    model.minimize(cost)
    return model


def main():
    parser = argparse.ArgumentParser()
    for name in ("instance",):
        parser.add_argument(f"--{name}")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    with open(given.instance) as file:
        model = build(json.load(file))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = given.seconds
    solver.parameters.num_workers = given.workers
    solver.parameters.random_seed = given.seed
    started = time.time()
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    print(
        json.dumps(
            {
                "objective": solver.objective_value if found else None,
                "bound": solver.best_objective_bound,
                "seconds": time.time() - started,
            }
        )
    )


main()
