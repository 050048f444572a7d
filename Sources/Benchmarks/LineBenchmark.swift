import Sessions

/// Times a line of the language on a file: parsing, planning, computing and rendering included.
struct LineBenchmark: Benchmark {
  let name = "line"
  let usage = "line FILE LINE [RUNS]"
  let summary = "loads FILE and times LINE, TIME seconds a run (5 by default) after one to warm up"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard arguments.count >= 2 else { throw BenchmarkError("usage: \(usage)") }
    var session = Session(places: FilePlaces(folder: "."))
    let (loading, loaded) = timed { session.evaluate("load \"\(arguments[0])\"") }
    guard !loaded.isFailure else {
      throw BenchmarkError(loaded.rendered(in: .notebook).remarks)
    }
    print("LOAD \(loading)")
    for run in 0...(arguments.count > 2 ? Int(arguments[2]) ?? 5 : 5) {
      let (seconds, reply) = timed {
        let reply = session.evaluate(arguments[1])
        return (reply, reply.rendered(in: .notebook))
      }
      guard !reply.0.isFailure else { throw BenchmarkError(reply.1.remarks) }
      if run > 0 { print("TIME \(seconds)") }
    }
  }
}
