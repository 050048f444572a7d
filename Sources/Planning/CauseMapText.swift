extension CauseMap {
  /// The file of the program's own map, printed by `reasons map` as it stands here.
  package static let standardText = """
    # Why clients leave: the map from the words of a reason to its cause.
    #
    # A rule names a cause (us, competitor, circumstances, price, target, unknown), says
    # whether the firm wanted such a loss, and lists words. The first rule that fits decides.
    # Case and accents do not count; "prezz*" fits prezzo and prezzi; a phrase fits wherever
    # its words follow one another in the reason.

    # Losses that the firm chose.
    - cause: target
      wanted: yes
      words: [unpaid, non payment, nonpayment, arrears, delinquent, bad debt, fraud, moros*]
    - cause: target
      wanted: yes
      words: [insolut*, mancato pagamento, insolven*, frode]
    - cause: us
      wanted: yes
      words: [expelled, excluded, banned, dismissed, let go, terminated by us, not renewed by us]
    - cause: us
      wanted: yes
      words: [esclus*, espuls*, allontanat*, non rinnovato da noi, recesso da noi, radiat*]

    # Somebody who should not have been won.
    - cause: target
      wanted: no
      words: [not needed, no need, no longer needed, never used, not using, not for me, trial only]
    - cause: target
      wanted: no
      words: [non serve, non mi serve, non ci serve, mai usat*, non usa*, non fa per me, solo prova]

    # Somebody else.
    - cause: competitor
      wanted: no
      words: [competitor*, competition, other gym, another gym, other provider, another provider]
    - cause: competitor
      wanted: no
      words: [switched, switching, better offer, concorren*, altra palestra, altro fornitore]
    - cause: competitor
      wanted: no
      words: [altro operatore, offerta migliore, passat* a]

    # Money.
    - cause: price
      wanted: no
      words: [price*, pricing, expensive, too dear, cost, costs, costly, fee*, budget]
    - cause: price
      wanted: no
      words: [afford*, money, discount*, extra data charges, long distance charges]
    - cause: price
      wanted: no
      words: [prezz*, caro, cara, costo, costi, costa, costos*, tariff*, canone, aument*, soldi]
    - cause: price
      wanted: no
      words: [economic*, scont*, spes*]

    # What the firm did or left undone.
    - cause: us
      wanted: no
      words: [service*, support, quality, dissatisf*, unsatisf*, unhappy, complain*, bug*, slow]
    - cause: us
      wanted: no
      words: [attitude, staff, hours, schedule, dirty, crowded, missing feature*, reliab*, broken]
    - cause: us
      wanted: no
      words: [insoddisf*, servizio, assistenza, qualità, orari*, sporc*, affollat*]
    - cause: us
      wanted: no
      words: [personale, rott*, disservizi*, reclam*, lent*, ritard*, scortes*, parcheggi*, spogliato*, delus*]

    # What neither side could change.
    - cause: circumstances
      wanted: no
      words: [moved, moving, relocat*, health, ill, illness, sick, injur*, pregnan*, death, died]
    - cause: circumstances
      wanted: no
      words: [deceased, retire*, bankrupt*, closed business, went out of business, time, job]
    - cause: circumstances
      wanted: no
      words: [trasfer*, trasloc*, cambio città, salute, malatt*, infortun*, gravidanza, decess*]
    - cause: circumstances
      wanted: no
      words: [decedut*, pension*, falliment*, chiusura, cessata attività, tempo, lavoro, famil*]

    # Nobody knows.
    - cause: unknown
      wanted: no
      words: [unknown, "don't know", do not know, dont know, not known, not given, no reason, none]
    - cause: unknown
      wanted: no
      words: [other, unspecified, not specified, n/a, na, null, nd, "n.d.", non so, non sa, boh]
    - cause: unknown
      wanted: no
      words: [non noto, sconosciut*, non specificat*, nessun motivo, nessuna risposta, altro]

    """
}
