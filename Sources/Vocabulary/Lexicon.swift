package import Planning

extension Lexicon {
  /// Every verb of the language, in the order of the help. A new verb is a file and a line here.
  package static let standard = Lexicon([
    Load(),
    Filter(),
    Select(),
    Derive(),
    Sort(),
    Take(),
    Count(),
    Values(),
    Group(),
    Pivot(),
    Join(),
    Describe(),
    Expect(),
    Show(),
    Churn(),
    Renewals(),
    Growth(),
    Cohorts(),
    Returns(),
    Survival(),
    Drivers(),
    Fit(),
    Forecast(),
    Plot(),
    How(),
    Use(),
    Roles(),
    SetSetting(),
    Dates(),
    TableList(),
    ColumnList(),
    Explain(),
  ])
}
