import Glibc

/// BG/NBD: purchases at a rate out of Gamma(r, alpha), and after each repeat purchase a chance out
/// of Beta(a, b) of stopping for good.
///
/// L = G(r+x)/G(r) alpha^r B(a, b+x)/B(a, b) [(alpha+T)^-(r+x) + {x > 0} a/(b+x-1)
/// (alpha+t_x)^-(r+x)]: Fader, Hardie & Lee, "Counting Your Customers the Easy Way", Marketing
/// Science 24 (2005) 275-284. One without a repeat purchase is alive for certain.
package struct BetaGeometricModel: PurchaseModel {
  package static let parameterNames = ["r", "alpha", "a", "b"]
  package static let parameterDimensions = [0, 1, 0, 0]
  private let core: BetaGeometricCore

  package init(parameters: [Double]) {
    core = BetaGeometricCore(parameters: parameters, chancesAtStart: 0)
  }

  package func logLikelihood(_ history: PurchaseHistory) -> Double { core.logLikelihood(history) }

  package func probabilityAlive(_ history: PurchaseHistory) -> Double {
    core.probabilityAlive(history)
  }

  package func expectedPurchases(_ history: PurchaseHistory, within time: Double) -> Double {
    core.expectedPurchases(history, within: time)
  }

  package func expectedPurchases(ofNewcomerWithin time: Double) -> Double {
    core.expectedPurchases(ofNewcomerWithin: time)
  }

  package func drawPurchases(
    after history: PurchaseHistory, until horizon: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    core.drawPurchases(after: history, until: horizon, &generator)
  }

  package static func slopes(_ histories: PurchaseHistories, _ parameters: [Double]) -> Slopes {
    BetaGeometricCore(parameters: parameters, chancesAtStart: 0).slopes(histories)
  }

  package static func starts(rate: Double) -> [[Double]] { BetaGeometricCore.starts(rate: rate) }

  package static func meaning(runaways: [Int], _ parameters: [Double]) -> String {
    BetaGeometricCore.meaning(runaways: runaways, parameters)
  }
}

/// MBG/NBD: as BG/NBD, but the first chance of stopping comes right after the first purchase, so
/// that one-time buyers may be gone too.
///
/// L = G(r+x)/G(r) alpha^r B(a, b+x+1)/B(a, b) [(alpha+T)^-(r+x) + a/(b+x) (alpha+t_x)^-(r+x)]:
/// Batislam, Denizel & Filiztekin, "Empirical Validation and Comparison of Models for Customer Base
/// Analysis", International Journal of Research in Marketing 24 (2007) 201-209.
package struct ModifiedBetaGeometricModel: PurchaseModel {
  package static let parameterNames = ["r", "alpha", "a", "b"]
  package static let parameterDimensions = [0, 1, 0, 0]
  private let core: BetaGeometricCore

  package init(parameters: [Double]) {
    core = BetaGeometricCore(parameters: parameters, chancesAtStart: 1)
  }

  package func logLikelihood(_ history: PurchaseHistory) -> Double { core.logLikelihood(history) }

  package func probabilityAlive(_ history: PurchaseHistory) -> Double {
    core.probabilityAlive(history)
  }

  package func expectedPurchases(_ history: PurchaseHistory, within time: Double) -> Double {
    core.expectedPurchases(history, within: time)
  }

  package func expectedPurchases(ofNewcomerWithin time: Double) -> Double {
    core.expectedPurchases(ofNewcomerWithin: time)
  }

  package func drawPurchases(
    after history: PurchaseHistory, until horizon: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    core.drawPurchases(after: history, until: horizon, &generator)
  }

  package static func slopes(_ histories: PurchaseHistories, _ parameters: [Double]) -> Slopes {
    BetaGeometricCore(parameters: parameters, chancesAtStart: 1).slopes(histories)
  }

  package static func starts(rate: Double) -> [[Double]] { BetaGeometricCore.starts(rate: rate) }

  package static func meaning(runaways: [Int], _ parameters: [Double]) -> String {
    BetaGeometricCore.meaning(runaways: runaways, parameters)
  }
}
