//! The currencies of ISO 4217: list one (in use) and list three (withdrawn) as they stood on 1 January 2026.
//!
//! Left out are the codes that are no money one can be paid in: metals, bond market units, units of account between
//! institutions, the codes for tests and for "no currency".

/// In alphabetical order, funds included.
const IN_USE: &str = "\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND \
    BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY \
    COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP \
    GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD \
    IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP \
    LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN \
    MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN \
    PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD \
    SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX \
    USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XOF \
    XPF YER ZAR ZMW ZWG";

/// What may still stand in old bank statements.
const WITHDRAWN: &str = "\
    ADP AFA ALK ANG AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEF \
    BEL BGJ BGK BGL BGN BOP BRB BRC BRE BRN BRR BUK BYB BYR CHC CNX \
    CSD CSJ CSK CUC CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK \
    GHC GHP GNE GNS GQE GRD GWE GWP HRD HRK IEP ILP ILR ISJ ITL LAJ \
    LSM LTL LTT LUC LUF LUL LVL LVR MAF MGF MLF MRO MTL MTP MVQ MXP \
    MZE MZM NIC NLG PEH PEI PES PLZ PTE RHD ROK ROL RUR SDD SDP SIT \
    SKK SLL SRG STD SUR TJR TMM TPE TRL UAK UGS UGW USS UYN UYP VEB \
    VEF VNC XEU XFO XRE YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL \
    ZWN ZWR";

/// Whether these three capital letters are a currency in use.
pub(super) fn is_in_use(code: [u8; 3]) -> bool {
    is_in(IN_USE, code)
}

/// Whether they were one.
pub(super) fn is_withdrawn(code: [u8; 3]) -> bool {
    is_in(WITHDRAWN, code)
}

fn is_in(list: &str, code: [u8; 3]) -> bool {
    list.split(' ').any(|known| known.as_bytes() == code)
}
