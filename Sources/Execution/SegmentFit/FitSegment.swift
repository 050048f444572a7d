import Columns
import Planning
import Statistics

/// Clients counted, what the median one of them brings and takes, and how many the firm wants.
struct FitTally {
  var clients = 0
  var lost = 0
  /// Nil where no client has one.
  var value: Double?
  var effort: Double?

  /// The share on target; nil without a target.
  var onTarget: Double?

  var churn: Double? { clients > 0 ? Double(lost) / Double(clients) : nil }
}

/// A segment beside all clients that are not in it.
struct FitSegment {
  let dimension: String
  let name: String
  let own: FitTally
  let rest: FitTally
  let difference: RateDifference?
  /// Of the test that both leave alike; nil where it is not judged.
  let p: Double?
  /// After Benjamini and Hochberg, over all segments judged.
  var adjustedP: Double?
  /// Whether the segments are on target and off target.
  var isOfTarget = false

  init(
    dimension: String, name: String, own: FitTally, rest: FitTally,
    _ specification: FitSpecification
  ) {
    self.dimension = dimension
    self.name = name
    self.own = own
    self.rest = rest
    difference = RateDifference(
      successes: own.lost, trials: own.clients, otherSuccesses: rest.lost,
      otherTrials: rest.clients, level: specification.level)
    let isLarge = min(own.clients, rest.clients) >= specification.minimum
    p = isLarge ? FitSegment.scoreTest(own, rest) : nil
  }

  /// Chi-squared of two proportions with the pooled variance; 1 where nobody or everybody left.
  private static func scoreTest(_ own: FitTally, _ rest: FitTally) -> Double {
    let (n, m) = (Double(own.clients), Double(rest.clients))
    let pooled = Double(own.lost + rest.lost) / (n + m)
    let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    guard variance > 0 else { return 1 }
    let difference = Double(own.lost) / n - Double(rest.lost) / m
    return chiSquaredSurvival(difference * difference / variance, degrees: 1)
  }
}

extension FitSegment {
  /// Below this share of the rest's value a segment brings less; above its inverse it takes more.
  static let margin = 0.9

  enum Verdict: String {
    case tooFew = "too few to judge"
    case targeting = "targeting problem"
    case service = "service problem"
    case unexplained = "leaves more"
    case better = "fine, leaves less"
    case fine
  }

  func verdict(level: Double) -> Verdict {
    guard let adjustedP, let difference else { return .tooFew }
    guard adjustedP < 1 - level else { return .fine }
    guard difference.value > 0 else { return .better }
    let isOffTarget = isBelow(own.onTarget, rest.onTarget)
    // Those on target are wanted, whatever they bring.
    if isOfTarget { return isOffTarget == true ? .targeting : .service }
    let signs = [isOffTarget, isBelow(own.value, rest.value), isBelow(rest.effort, own.effort)]
    if signs.allSatisfy({ $0 == nil }) { return .unexplained }
    return signs.contains(true) ? .targeting : .service
  }

  private func isBelow(_ one: Double?, _ other: Double?) -> Bool? {
    guard let one, let other else { return nil }
    return one < FitSegment.margin * other
  }
}
