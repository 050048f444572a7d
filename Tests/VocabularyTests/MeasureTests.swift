import Planning
import TestSupport
import Testing
import Vocabulary

/// The formulas of the measures against their definitions, written out by hand.
@Suite("Measures")
struct MeasureTests {
  /// What is counted of a period, in the letters of the definitions.
  struct Counts: Sendable {
    var opening, new, closing, lost, early, clientDays, due, days: Double
    var dailyShares: Double

    init(seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      func whole(_ range: ClosedRange<Int>) -> Double {
        Double(Int.random(in: range, using: &generator))
      }
      opening = whole(1...5000)
      new = whole(0...800)
      early = whole(0...Int(new))
      lost = early + whole(0...Int(opening))
      closing = opening + new - lost
      days = whole(1...366)
      clientDays = days * (opening + whole(0...Int(new)))
      due = whole(1...4000)
      dailyShares = Double.random(in: 0...2, using: &generator)
    }

    func value(_ quantity: Quantity) -> Double? {
      switch quantity {
      case .opening: opening
      case .new: new
      case .lost: lost
      case .early: early
      case .closing: closing
      case .clientDays: clientDays
      case .dailyShares: dailyShares
      case .due: due
      case .days: days
      }
    }

    /// The definition; nil where there is none of this name.
    func definition(_ name: String) -> Double? {
      switch name {
      case "start": return (lost - early) / opening
      case "all": return lost / opening
      case "stripe": return lost / (opening + new)
      case "average": return lost / ((opening + closing) / 2)
      case "shopify": return lost / (clientDays / days)
      case "daily": return dailyShares
      case "exposure":
        let stays = 1 - lost / clientDays
        return 1 - (0..<Int(days)).reduce(1.0) { product, _ in product * stays }
      case "due": return lost / due
      default: return nil
      }
    }
  }

  @Test("computes every formula as it is defined", arguments: Churn.measures.map(\.name))
  func agreesWithDefinition(name: String) throws {
    let measure = try #require(Churn.measures.first { $0.name == name })
    for seed in 1...200 as ClosedRange<UInt64> {
      let counts = Counts(seed: seed)
      guard name != "average" || counts.opening + counts.closing > 0 else { continue }
      let expected = try #require(counts.definition(name), "\(name) is not defined in this test")
      let value = try #require(measure.formula.value(counts.value), "seed \(seed)")
      #expect(
        abs(value - expected) <= 1e-9 * max(1, abs(expected)),
        "\(name), seed \(seed): \(value) and by definition \(expected)")
    }
  }

  @Test("is missing, never 0, where nobody was here", arguments: Churn.measures.map(\.name))
  func missingWithoutClients(name: String) throws {
    let measure = try #require(Churn.measures.first { $0.name == name })
    guard name != "daily" else { return }
    #expect(measure.formula.value { $0 == .days ? 31 : 0 } == nil)
  }

  @Test("splits a share into the parts of its formula", arguments: Churn.measures.map(\.name))
  func shareAgreesWithFormula(name: String) throws {
    let measure = try #require(Churn.measures.first { $0.name == name })
    guard let share = measure.share else {
      #expect(["average", "shopify", "daily", "exposure"].contains(name), "\(name) is a share")
      return
    }
    let counts = Counts(seed: 7)
    let numerator = try #require(share.numerator.value(counts.value))
    let denominator = try #require(share.denominator.value(counts.value))
    #expect(measure.formula.value(counts.value) == numerator / denominator)
  }

  @Test("says what it is, what misleads and who defines it", arguments: Churn.measures.map(\.name))
  func isExplained(name: String) throws {
    let measure = try #require(Churn.measures.first { $0.name == name })
    #expect(!measure.title.isEmpty)
    #expect(measure.lesson.hasSuffix("."))
    #expect(!measure.pitfalls.isEmpty, "\(name) tells of no pitfall")
    #expect(!measure.source.isEmpty)
    #expect(!measure.formula.words.isEmpty)
  }
}
