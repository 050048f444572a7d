import Glibc

func exponential(_ x: Double) -> Double { exp(x) }
func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

func logarithm(_ x: Double) -> Double { log(x) }

/// Random lives with many ties, and the definitions of the estimators written down as they stand.
struct SurvivalSample: CustomStringConvertible {
  let seed: UInt64
  var times: [Double] = []
  var exits: [Bool] = []
  var causes: [Int?] = []
  var groups: [Int] = []

  /// 1 to 60 lives at up to 15 distinct times, which are whole numbers for even seeds.
  init(seed: UInt64) {
    self.seed = seed
    var random = SplitMix64(seed: seed)
    let count = 1 + Int(60 * random.uniform())
    let exitShare = random.uniform()
    for _ in 0..<count {
      let time = (15 * random.uniform() * random.uniform()).rounded(.down)
      let isExit = random.uniform() < exitShare
      times.append(seed.isMultiple(of: 2) ? time : time * 1.25 + 0.5)
      exits.append(isExit)
      causes.append(isExit ? Int(3 * random.uniform()) : nil)
      groups.append(Int(3 * random.uniform()))
    }
  }

  var description: String { "seed \(seed)" }

  var exitTimes: [Double] { Set(zip(times, exits).filter { $0.1 }.map { $0.0 }).sorted() }

  func atRisk(_ time: Double) -> Double { Double(times.count { $0 >= time }) }

  func leaving(_ time: Double, cause: Int? = nil) -> Double {
    Double(
      times.indices.count {
        exits[$0] && times[$0] == time && (cause == nil || causes[$0] == cause)
      })
  }

  /// The product over the exit times up to `time`, or before it.
  func survival(_ time: Double, before: Bool = false) -> Double {
    exitTimes.filter { before ? $0 < time : $0 <= time }
      .reduce(1) { $0 * (1 - leaving($1) / atRisk($1)) }
  }

  /// The sum of `term` of the exit times up to `time`.
  func sum(upTo time: Double, of term: (Double) -> Double) -> Double {
    exitTimes.filter { $0 <= time }.reduce(0) { $0 + term($1) }
  }

  /// d / (n (n - d)), 0 where n = d.
  func greenwoodTerm(_ time: Double) -> Double {
    let (n, d) = (atRisk(time), leaving(time))
    return n == d ? 0 : d / (n * (n - d))
  }

  /// The integral of S from `start` to `end`, step by step.
  func area(from start: Double, to end: Double) -> Double {
    let corners = [start] + exitTimes.filter { $0 > start && $0 < end } + [end]
    return zip(corners, corners.dropFirst()).reduce(0) { $0 + survival($1.0) * ($1.1 - $1.0) }
  }

  /// What the sums over exit times need of each of them, for one cause.
  struct Step {
    let time: Double
    let atRisk: Double
    let leaving: Double
    let survivalBefore: Double
    let greenwoodTerm: Double
  }

  func steps(cause: Int) -> [Step] {
    exitTimes.map {
      Step(
        time: $0, atRisk: atRisk($0), leaving: leaving($0, cause: cause),
        survivalBefore: survival($0, before: true), greenwoodTerm: greenwoodTerm($0))
    }
  }
}

extension [SurvivalSample.Step] {
  func incidence(_ time: Double) -> Double {
    filter { $0.time <= time }.reduce(0) { $0 + $1.survivalBefore * $1.leaving / $1.atRisk }
  }

  func incidenceVariance(_ time: Double) -> Double {
    filter { $0.time <= time }.reduce(0) { sum, step in
      let (n, d, before) = (step.atRisk, step.leaving, step.survivalBefore)
      let rise = incidence(time) - incidence(step.time)
      return sum + rise * rise * step.greenwoodTerm + before * before * d * (n - d) / (n * n * n)
        - 2 * rise * before * d / (n * n)
    }
  }
}

/// Whether two figures that may cancel to 0 agree.
func close(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-11) -> Bool {
  abs(value - expected) <= tolerance * max(1, abs(expected))
}
