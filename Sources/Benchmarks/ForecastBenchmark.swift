import Statistics

/// Forecasts every series of a file, for a scoring program, and times it.
struct ForecastBenchmark: Benchmark {
  let name = "forecast"
  let usage = "forecast HORIZON [amount|count] [SEASON] [METHOD] [times] < TRAIN.csv"
  let summary =
    "reads series_id,t,y and prints series_id,h,mean,lo80,hi80,lo95,hi95, or with times how long it took"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard let horizon = arguments.first.flatMap({ Int($0) }) else {
      throw BenchmarkError("usage: \(usage)")
    }
    let isCount = arguments.count > 1 && arguments[1] == "count"
    let season = arguments.count > 2 ? Int(arguments[2]) ?? 12 : 12
    let method = arguments.count > 3 ? ForecastMethod(rawValue: arguments[3]) ?? .auto : .auto
    let series = readSeries()
    var text = "series_id,h,mean,lo80,hi80,lo95,hi95\n"
    var times: [Double] = []
    for (id, values) in series {
      let (seconds, result) = timed { () -> Result<Forecast, ForecastError> in
        do throws(ForecastError) {
          return .success(
            try forecast(
              values, kind: isCount ? .count : .amount, season: season, horizon: horizon,
              method: method))
        } catch {
          return .failure(error)
        }
      }
      times.append(seconds * 1000)
      switch result {
      case .failure(let error): throw BenchmarkError("\(id): \(error.description)")
      case .success(let forecast): text += rows(id, forecast)
      }
    }
    guard arguments.last == "times" else { return print(text, terminator: "") }
    let mean = times.reduce(0, +) / Double(max(1, times.count))
    let sorted = times.sorted()
    print("SERIES \(times.count)")
    print("MEAN \(mean) ms, intervals included")
    print("MEDIAN \(sorted[sorted.count / 2]) ms")
    print("SLOWEST \(sorted[sorted.count - 1]) ms")
  }

  private func rows(_ id: String, _ forecast: Forecast) -> String {
    forecast.mean.indices.map { step in
      let figures = [
        forecast.mean[step], forecast.lower80[step], forecast.upper80[step],
        forecast.lower95[step], forecast.upper95[step],
      ]
      return ([id, String(step + 1)] + figures.map { "\($0)" }).joined(separator: ",") + "\n"
    }.joined()
  }

  /// In the order of their first appearance.
  private func readSeries() -> [(String, [Double])] {
    var order: [String] = []
    var values: [String: [Double]] = [:]
    while let line = readLine() {
      let cells = line.split(separator: ",")
      guard cells.count == 3, let value = Double(cells[2]) else { continue }
      let id = String(cells[0])
      if values[id] == nil { order.append(id) }
      values[id, default: []].append(value)
    }
    return order.map { ($0, values[$0] ?? []) }
  }
}
