import Columns
import Planning
import Statistics

/// The model of some factors, after what cannot be estimated has been taken out.
struct HazardFit {
  let model: CoxModel
  /// What each effect of the model is of.
  let effects: [Effect]
  /// The stays in the model, and how many were left out for a missing number.
  let positions: [Int]
  let incomplete: Int
  /// What was taken out and why, a clause each.
  let leftOut: [String]
  /// Levels without an effect of their own, because columns before them say the same.
  let aliases: [String]

  struct Effect {
    var factor: HazardFactor
    /// The number of the level; nil for a number.
    var level: Int?
  }

  /// Fewer leavings for an effect than this say nothing.
  private static let leastLeavings = 5

  init(
    _ factors: [HazardFactor], _ stays: StayTimes, areChosen: Bool, leftOut: [String],
    isCancelled: () -> Bool
  ) throws(ExecutionError) {
    var factors = factors
    var leftOut = leftOut
    var dropped: [String] = []
    while true {
      try poll(isCancelled)
      let positions = HazardFit.complete(factors, stays)
      let exits = positions.count { stays.isExit[$0] }
      let effects = HazardFit.effects(of: factors).filter { !dropped.contains($0.name) }
      try HazardFit.checkCounts(exits: exits, effects: effects.count, leftOut)
      if let (factor, level) = HazardFit.unanimous(factors, stays, positions) {
        let reason = "nobody left among \(level)"
        guard !areChosen else {
          throw .impossible(
            "\(reason) of \(factor), so its effect has no finite estimate",
            help: "leave \(factor) out, or join the level to another: "
              + "derive x = if(\(quotedIfNeeded(factor)) == ..., ...)")
        }
        leftOut.append("\(factor) (\(reason))")
        factors.removeAll { $0.name == factor }
        continue
      }
      do {
        model = try CoxModel(
          times: HazardFit.picked(stays.values, positions),
          events: positions.map { stays.isExit[$0] },
          covariates: effects.map { $0.covariate(positions) })
        self.effects = effects
        self.positions = positions
        incomplete = stays.count - positions.count
        aliases = dropped
        self.leftOut = leftOut
        return
      } catch {
        guard let index = error.covariate, effects.indices.contains(index) else {
          throw .impossible("no model can be fitted: \(error.description)", help: nil)
        }
        let effect = effects[index]
        let others = effects.contains {
          $0.factor.name == effect.factor.name && $0.name != effect.name
        }
        let reason = effect.reason(error)
        if case .collinear = error, others {
          dropped.append(effect.name)
          continue
        }
        guard !areChosen else {
          throw .impossible(
            "\(effect.name) \(reason)", help: "leave \(effect.factor.name) out of the factors")
        }
        leftOut.append("\(effect.factor.name) (\(reason))")
        factors.removeAll { $0.name == effect.factor.name }
      }
    }
  }

  /// The stays for which every number is known.
  private static func complete(_ factors: [HazardFactor], _ stays: StayTimes) -> [Int] {
    let numbers = factors.compactMap { factor -> [Double]? in
      if case .number(let values, _, _) = factor.kind { values } else { nil }
    }
    return (0..<stays.count).filter { position in numbers.allSatisfy { $0[position].isFinite } }
  }

  private static func effects(of factors: [HazardFactor]) -> [Effect] {
    factors.flatMap { factor -> [Effect] in
      switch factor.kind {
      case .levels(let levels, _):
        levels.indices.dropFirst().map { Effect(factor: factor, level: $0) }
      case .number: [Effect(factor: factor, level: nil)]
      }
    }
  }

  private static func checkCounts(
    exits: Int, effects: Int, _ leftOut: [String]
  ) throws(ExecutionError) {
    guard effects > 0 else {
      let reasons = leftOut.isEmpty ? "" : ": " + leftOut.joined(separator: "; ")
      throw .impossible(
        "no column can be a driver\(reasons)", help: "name some:  drivers by COLUMN, COLUMN")
    }
    guard exits >= leastLeavings * effects else {
      throw .impossible(
        "\(counted(exits, "leaving")) tell too little of \(counted(effects, "effect")): each needs "
          + "at least \(leastLeavings)",
        help: "name fewer columns, or such with fewer levels:  drivers by COLUMN")
    }
  }

  /// A level of which nobody left.
  private static func unanimous(
    _ factors: [HazardFactor], _ stays: StayTimes, _ positions: [Int]
  ) -> (factor: String, level: String)? {
    for factor in factors {
      guard case .levels(let levels, let codes) = factor.kind else { continue }
      var lost = [Int](repeating: 0, count: levels.count)
      for position in positions where stays.isExit[position] { lost[codes[position]] += 1 }
      if let level = lost.firstIndex(of: 0) { return (factor.name, levels[level]) }
    }
    return nil
  }

  private static func picked(_ values: [Double], _ positions: [Int]) -> [Double] {
    positions.count == values.count ? values : positions.map { values[$0] }
  }
}

extension HazardFit.Effect {
  /// `piano mensile`, `eta`
  var name: String {
    guard let level, case .levels(let levels, _) = factor.kind else { return factor.name }
    return "\(factor.name) \(levels[level])"
  }

  /// By how much the covariate grows for the ratio that is shown.
  var step: Double {
    if case .number(_, let step, _) = factor.kind { step } else { 1 }
  }

  func covariate(_ positions: [Int]) -> [Double] {
    switch factor.kind {
    case .levels(_, let codes): positions.map { codes[$0] == level ? 1 : 0 }
    case .number(let values, _, _): positions.map { values[$0] }
    }
  }

  /// Why it has no estimate, going on from its name.
  fileprivate func reason(_ error: CoxError) -> String {
    switch error {
    case .collinear: "says the same as the columns before it"
    case .constant: "does not vary"
    case .monotoneLikelihood: "parts those who leave from those who stay, without a finite effect"
    default: error.description
    }
  }
}

extension CoxError {
  /// The covariate to blame.
  fileprivate var covariate: Int? {
    switch self {
    case .invalidCovariate(let covariate, _), .constant(let covariate), .collinear(let covariate),
      .monotoneLikelihood(let covariate):
      covariate
    case .rows, .noCovariates, .noEvents, .notConverged: nil
    }
  }
}
