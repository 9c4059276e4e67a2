//! The element names of CAMT messages that carry something we keep; every other name is the empty one.
//! Names are local: prefixes and namespaces are dropped before.

/// What an element opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Message,
    Statement,
    Balance,
    Entry,
    Detail,
}

const KNOWN: [&str; 63] = [
    "Acct",
    "AccptncDtTm",
    "AcctSvcrRef",
    "AddtlInf",
    "AddtlNtryInf",
    "AddtlRmtInf",
    "AddtlTxInf",
    "Amt",
    "AmtDtls",
    "BkTxCd",
    "BookgDt",
    "Ccy",
    "Cd",
    "CdOrPrtry",
    "Cdtr",
    "CdtrAcct",
    "CdtrRef",
    "CdtrRefInf",
    "CdtDbtInd",
    "CreDtTm",
    "Dbtr",
    "DbtrAcct",
    "Domn",
    "Dt",
    "DtTm",
    "EndToEndId",
    "Fmly",
    "FrDt",
    "FrDtTm",
    "FrToDt",
    "GrpHdr",
    "IBAN",
    "Id",
    "InstdAmt",
    "IntrBkSttlmDt",
    "Nb",
    "Nm",
    "NtryDtls",
    "Othr",
    "Prtry",
    "Pty",
    "Ref",
    "Refs",
    "RfrdDocInf",
    "RltdDts",
    "RltdPties",
    "RmtInf",
    "Rsn",
    "RtrInf",
    "RvslInd",
    "Strd",
    "Sts",
    "SubFmlyCd",
    "ToDt",
    "ToDtTm",
    "Tp",
    "TxAmt",
    "TxDtTm",
    "UltmtCdtr",
    "UltmtDbtr",
    "Ustrd",
    "ValDt",
    "TxId",
];

/// The name as a constant, empty for one we do not use.
pub(super) fn known(name: &str) -> &'static str {
    KNOWN.iter().copied().find(|known| *known == name).unwrap_or("")
}

/// What `name` opens, given the innermost open container.
pub(super) fn container(name: &str, inside: Option<Container>) -> Option<Container> {
    match (inside, name) {
        (None, "BkToCstmrStmt" | "BkToCstmrAcctRpt" | "BkToCstmrDbtCdtNtfctn") => Some(Container::Message),
        (Some(Container::Message), "Stmt" | "Rpt" | "Ntfctn") => Some(Container::Statement),
        (Some(Container::Statement), "Bal") => Some(Container::Balance),
        (Some(Container::Statement), "Ntry") => Some(Container::Entry),
        (Some(Container::Entry), "TxDtls") => Some(Container::Detail),
        _ => None,
    }
}
