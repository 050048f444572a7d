import Glibc

/// The scale of time on which a drift of the effects is looked for.
package enum ProportionalityScale: Hashable, Sendable, CaseIterable {
  /// 1 - S(t) by Kaplan and Meier: early and late exits weigh alike whatever the censoring.
  case kaplanMeier
  /// The rank of the exit among the exits, equal times having their mean rank.
  case rank
  case identity
  /// Log time; there is no test where somebody leaves at time 0.
  case logarithm
}

/// Whether the effects of a proportional hazards model stay the same over time.
package struct ProportionalityTest: Hashable, Sendable {
  /// A drift of one coefficient: under proportional hazards `statistic` is chi-squared with one
  /// degree of freedom.
  package struct Drift: Hashable, Sendable {
    package let statistic: Double
    package let p: Double
    /// The change of the coefficient per unit of the scale of time, by least squares.
    package let slope: Double
  }

  /// In the order of the covariates.
  package let drifts: [Drift]
  /// For all coefficients together, with as many degrees of freedom.
  package let statistic: Double
  package let p: Double
}

extension CoxModel {
  /// Tests proportionality by the correlation of the scaled Schoenfeld residuals with time.
  ///
  /// With g the scaled times of the m exits, u = sum of (g - mean g) r over the Schoenfeld
  /// residuals r and V the covariance of the coefficients: m (V u)_j^2 / (V_jj sum (g - mean g)^2)
  /// for each coefficient, m u' V u / sum (g - mean g)^2 for all: Grambsch & Therneau, Biometrika
  /// 81 (1994) 515-526, with the average variance for that of each time (R's cox.zph before
  /// survival 3.0, lifelines). Nil where all exits have the same g.
  package func proportionalityTest(
    scale: ProportionalityScale = .kaplanMeier
  ) -> ProportionalityTest? {
    let exits = rows.ties.map { Double($0.exits) }
    let scaled = scaledTimes(scale)
    let total = Double(eventCount)
    let mean = dot(exits, scaled) / total
    let deviations = scaled.map { $0 - mean }
    let spread = dot(exits, deviations.map { $0 * $0 })
    guard spread > 0, spread < .infinity else { return nil }
    // The residuals of one time add up to that time's part of the score.
    let sums = CoxLikelihood(rows, at: optimum.coefficients, weights: deviations).score
    let count = sums.count
    let products = (0..<count).map {
      dot(Array(optimum.covariance[$0 * count..<($0 + 1) * count]), sums)
    }
    let drifts = (0..<count).map { index in
      let variance = optimum.covariance[index * count + index]
      let statistic = total * products[index] * products[index] / (variance * spread)
      return ProportionalityTest.Drift(
        statistic: statistic, p: chiSquaredSurvival(statistic, degrees: 1),
        slope: total * products[index] / spread / rows.scales[index])
    }
    let statistic = total * dot(sums, products) / spread
    return ProportionalityTest(
      drifts: drifts, statistic: statistic,
      p: chiSquaredSurvival(statistic, degrees: Double(count)))
  }

  /// One for each tie of the rows, whose latest comes first; 0 where nobody leaves.
  private func scaledTimes(_ scale: ProportionalityScale) -> [Double] {
    let ties = rows.ties
    switch scale {
    case .identity: return ties.map { $0.exits > 0 ? $0.time : 0 }
    case .logarithm: return ties.map { $0.exits > 0 ? log($0.time) : 0 }
    case .rank:
      var later = 0
      return ties.map { tie in
        later += tie.exits
        return Double(eventCount - later) + Double(tie.exits + 1) / 2
      }
    case .kaplanMeier:
      var share = 1.0
      let ascending = ties.reversed().map { tie in
        share *= 1 - Double(tie.exits) / Double(tie.end)
        return 1 - share
      }
      return ascending.reversed()
    }
  }
}
