// Measurements that are made by hand, in release: `swift run -c release Benchmarks NAME ...`.
// No test depends on a time; what is gated in tests are answers and counts.

let benchmarks: [any Benchmark] = [
  LineBenchmark(),
  TaskBenchmark(),
  RatioBenchmark(),
  TableMaker(),
  PurchaseModelBenchmark(),
  SurvivalBenchmark(),
  ForecastBenchmark(),
  GymWorthBenchmark(),
  ChangePointBenchmark(),
  GymShiftBenchmark(),
  ShiftAlarmBenchmark(),
]

let words = Array(CommandLine.arguments.dropFirst())
if let name = words.first, let benchmark = benchmarks.first(where: { $0.name == name }) {
  do { try benchmark.run(Array(words.dropFirst())) } catch { complain(error.message) }
} else {
  complain(
    "usage: Benchmarks NAME ...\n"
      + benchmarks.map { "  \($0.usage)\n      \($0.summary)" }.joined(separator: "\n"))
}
