import Statistics
import Testing

@Suite("Remaining life")
struct RemainingLifeTests {
  /// Everything straight from the definitions: products and sums, day by day.
  private struct Naive {
    let times: [Int]
    let ended: [Bool]

    var last: Int { times.max() ?? 0 }

    func survival(_ day: Int) -> Double {
      var share = 1.0
      for time in Set(times).sorted() where time <= day {
        let atRisk = times.count { $0 >= time }
        let exits = zip(times, ended).count { $0.0 == time && $0.1 }
        share *= Double(atRisk - exits) / Double(atRisk)
      }
      return share
    }

    /// The integral over days on which somebody was still seen.
    func area(from start: Int, to end: Int) -> Double {
      (start..<max(start, end)).reduce(0) { $0 + survival($1) }
    }
  }

  @Test("agrees with sums over days", arguments: 1...60 as ClosedRange<UInt64>)
  func sums(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func draw(_ bound: UInt64) -> Int { Int(random.next() % bound) }
    let count = 1 + draw(25)
    let times = (0..<count).map { _ in draw(40) }
    let ended = (0..<count).map { _ in draw(3) > 0 }
    let naive = Naive(times: times, ended: ended)
    let life = try RemainingLife(times: times.map(Double.init), ended: ended)
    for (age, horizon) in [(0, 5), (3, 10), (7, 0), (naive.last, 0), (0, naive.last)]
    where age + horizon <= naive.last {
      let here = naive.survival(age)
      guard here > 0 else {
        #expect(life.expected(age: Double(age), horizon: Double(horizon)) == nil)
        continue
      }
      let expected = naive.area(from: age, to: age + horizon) / here
      let ours = try #require(life.expected(age: Double(age), horizon: Double(horizon)))
      #expect(abs(ours - expected) < 1e-9, "seed \(seed), age \(age), horizon \(horizon)")
      let risk = try #require(life.risk(age: Double(age), horizon: Double(horizon)))
      #expect(abs(risk - (1 - naive.survival(age + horizon) / here)) < 1e-12, "seed \(seed)")
    }
  }

  @Test("falls at the mean rate beyond the longest stay")
  func beyond() throws {
    // Two of four end, in 40 days of stay in all: 0.05 a day.
    let life = try RemainingLife(times: [5, 10, 10, 15], ended: [true, true, false, false])
    let at15 = 0.75 * (2.0 / 3)
    #expect(abs(life.survival(15) - at15) < 1e-12)
    #expect(abs(life.survival(35) - at15 * 0.367_879_441_171) < 1e-9)
    let expected = try #require(life.expected(age: 15, horizon: 20))
    #expect(abs(expected - (1 - 0.367_879_441_171) / 0.05) < 1e-8)
  }

  @Test("knows of nothing to come where everybody has left, and of no end where nobody has")
  func extremes() throws {
    let gone = try RemainingLife(times: [3, 4], ended: [true, true])
    #expect(gone.expected(age: 4, horizon: 10) == nil && gone.risk(age: 9, horizon: 1) == nil)
    #expect(gone.expected(age: 0, horizon: 100) == 3.5)
    let here = try RemainingLife(times: [3, 4], ended: [false, false])
    #expect(here.expected(age: 4, horizon: 10) == 10 && here.risk(age: 2, horizon: 50) == 0)
    let first = try RemainingLife(times: [0], ended: [false])
    #expect(first.expected(age: 0, horizon: 7) == 7)
  }
}
