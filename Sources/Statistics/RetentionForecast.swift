import Glibc

/// Both laws of retention fitted to the same counts, and how far each is to be trusted.
package struct RetentionForecast: Sendable {
  /// What was fitted.
  package let counts: RetentionCounts
  package let shiftedBetaGeometric: Result<RetentionCurve, PurchaseModelError>
  package let betaDiscreteWeibull: Result<RetentionCurve, PurchaseModelError>

  package init(_ counts: RetentionCounts) {
    self.counts = counts
    func fit(_ law: RetentionLaw) -> Result<RetentionCurve, PurchaseModelError> {
      do throws(PurchaseModelError) {
        return .success(try RetentionCurve(counts, law: law))
      } catch { return .failure(error) }
    }
    shiftedBetaGeometric = fit(.shiftedBetaGeometric)
    betaDiscreteWeibull = fit(.betaDiscreteWeibull)
  }

  package func curve(_ law: RetentionLaw) -> Result<RetentionCurve, PurchaseModelError> {
    law == .shiftedBetaGeometric ? shiftedBetaGeometric : betaDiscreteWeibull
  }

  /// The law recommended for so many periods, else the other where only that one can be fitted.
  package var recommended: RetentionLaw {
    let first = RetentionLaw.recommended(periods: counts.periods)
    if case .success = curve(first) { return first }
    let other: RetentionLaw =
      first == .betaDiscreteWeibull ? .shiftedBetaGeometric : .betaDiscreteWeibull
    if case .success = curve(other) { return other }
    return first
  }

  /// Both fitted to the first half of the periods, 4 at least, of 4 the first 3; nil under 4 periods.
  package var holdOut: RetentionForecast? {
    let kept = max(counts.periods == 4 ? 3 : 4, (counts.periods + 1) / 2)
    return kept < counts.periods ? RetentionForecast(counts.prefix(kept)) : nil
  }

  /// The mean of |S(t) - seen| / seen over the periods after those fitted, or of the curve that goes on
  /// from the share seen last; nil where there are none, or without a fit.
  package func meanError(
    _ law: RetentionLaw, of seen: [Double?], goingOn: Bool = false
  ) -> Double? {
    guard case .success(let curve) = curve(law) else { return nil }
    let fitted = Double(counts.periods)
    let scale = goingOn ? (seen[counts.periods] ?? 1) / curve.survival(at: fitted) : 1
    let errors = seen.indices.dropFirst(counts.periods + 1).compactMap { period in
      seen[period].flatMap { share in
        share > 0 ? abs(scale * curve.survival(at: Double(period)) - share) / share : nil
      }
    }
    return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
  }
}

extension RetentionCurve {
  /// S(t)/S(k), the share of those who have come to k = `seen` periods that stays to `period`.
  package func share(at period: Double, after seen: Double) -> Double {
    survival(at: period) / survival(at: seen)
  }

  /// The interval of that share, on the scale sqrt(-log): the parameters are not known exactly (delta method),
  /// and each of the `atRisk` clients who have come so far stays or leaves by chance.
  package func interval(
    at period: Double, after seen: Double, atRisk: Double, level: Double
  ) -> Interval {
    let share = share(at: period, after: seen)
    guard share > 0, share < 1 else { return Interval(low: share, high: share) }
    let reach = 1e-4
    let slopes = parameters.indices.map { index in
      let ends = [reach, -reach].map { shift in
        var moved = parameters
        moved[index] *= exp(shift)
        return -log(
          RetentionCurve(law: law, parameters: moved).share(at: period, after: seen))
      }
      return (log(ends[0]) - log(ends[1])) / (2 * reach)
    }
    let hazard = -log(share)
    let chance = atRisk > 0 ? (1 - share) / (share * atRisk) : 0
    let error = (quadratic(slopes, logCovariance) * hazard * hazard + chance).squareRoot()
    let root = hazard.squareRoot()
    let reached = normalQuantile((1 + level) / 2) * error / (2 * root)
    let (low, high) = (max(0, root - reached), root + reached)
    return Interval(low: exp(-high * high), high: exp(-low * low))
  }
}

extension RetentionCounts {
  /// The counts by periods of length `step` that say as much as a curve of exact times: the share kept is
  /// that of the product-limit estimate, and as many are at risk as give its Greenwood variance.
  ///
  /// A period is seen where at least `fewest` are at risk at its end, or all. An exit on the last day of
  /// a period belongs to it.
  package init(
    _ curve: SurvivalCurve, step: Double, fewest: Int = 1
  ) throws(PurchaseModelError) {
    var (atRisk, lost): ([Double], [Double]) = ([], [])
    let last = curve.times.last ?? 0
    let most = min(10_000, Int(min(1e6, (last / step + 1e-9).rounded(.down))))
    var place = 0
    for period in 0..<most {
      let (start, end) = (
        Double(period + 1) * step * (1 - 1e-12), Double(period + 1) * step * (1 + 1e-12)
      )
      var atEnd = 0
      let before = place < curve.times.count ? curve.atRisk[place] : 0
      var (kept, variance) = (1.0, 0.0)
      while place < curve.times.count, curve.times[place] <= end {
        let (risk, events) = (Double(curve.atRisk[place]), Double(curve.events[place]))
        if events > 0 {
          kept *= 1 - events / risk
          variance += risk > events ? events / (risk * (risk - events)) : .infinity
        }
        if curve.times[place] >= start { atEnd += curve.events[place] }
        place += 1
      }
      let after = curve.table.atRisk(at: start) - atEnd
      guard after >= fewest || period == 0 || kept == 0 else { break }
      let size =
        kept < 1 && kept > 0 && variance < .infinity
        ? (1 - kept) / (kept * variance) : Double(max(before, 1))
      atRisk.append(size)
      lost.append(size * (1 - kept))
      if kept == 0 { break }
    }
    try self.init(atRisk: atRisk, lost: lost)
  }
}
