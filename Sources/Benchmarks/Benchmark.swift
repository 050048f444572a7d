#if canImport(Glibc)
  import Glibc
#endif

/// Something to measure, one a file.
protocol Benchmark: Sendable {
  var name: String { get }
  /// `line FILE LINE [RUNS]`
  var usage: String { get }
  var summary: String { get }
  func run(_ arguments: [String]) throws(BenchmarkError)
}

/// Why a measurement could not be made.
struct BenchmarkError: Error {
  var message: String

  init(_ message: String) { self.message = message }
}

/// The seconds that some work takes on the clock, and what it gives.
func timed<Result>(_ work: () -> Result) -> (seconds: Double, result: Result) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = work()
  let (seconds, attoseconds) = (clock.now - start).components
  return (Double(seconds) + Double(attoseconds) * 1e-18, result)
}

/// Prints why nothing was measured and ends with status 2.
func complain(_ message: String) -> Never {
  print(message)
  exit(2)
}
