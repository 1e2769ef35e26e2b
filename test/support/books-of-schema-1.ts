/**
 * A store as it was before there were tags and anchors, byte for byte: four entries, two hours, bytes that wait, a
 * person's correction and a snapshot.
 */
export const BOOKS_OF_SCHEMA_1: readonly (readonly [key: string, value: string])[] = [
  [
    "ledger/89860012345678901234/000000000001",
    '6b531c8996c4cd59540677b590a0f8834e2a0e82228ea0e0357a6eb9382034ad {"book":"89860012345678901234","seq":1,"kind":"usage","up":"7","down":"1000","hour":1795309200000,"stamp":{"wall":1795309200000,"bootId":"8b0f5f3e-0000-4000-8000-000000000001","mono":1000},"source":"interface","turn":1,"cursor":{"bootId":"8b0f5f3e-0000-4000-8000-000000000001","interfaceName":"wwan0","ifindex":3,"rxBytes":"1000","rxPackets":"1","txBytes":"0","txPackets":"0","ipRx":"1000","ipTx":"0"}}',
  ],
  ["hours/89860012345678901234/001795309200000", '3ec939fa {"hour":1795309200000,"up":"7","down":"900"}'],
  [
    "cursor/wwan0",
    'fa8ed38e {"cursor":{"bootId":"8b0f5f3e-0000-4000-8000-000000000001","interfaceName":"wwan0","ifindex":3,"rxBytes":"3000","rxPackets":"3","txBytes":"0","txPackets":"0","ipRx":"3000","ipTx":"0"},"book":"89860012345678901234","turn":3}',
  ],
  [
    "ledger/89860012345678901234/000000000002",
    '0fe67b79181b2c72df2bcaf48ae806e230d38f02e7f0de9fa57f2993c2ba1a4c {"book":"89860012345678901234","seq":2,"kind":"usage","up":"0","down":"1000","stamp":{"wall":86400000,"bootId":"8b0f5f3e-0000-4000-8000-000000000001","mono":5000000},"source":"interface","turn":2,"cursor":{"bootId":"8b0f5f3e-0000-4000-8000-000000000001","interfaceName":"wwan0","ifindex":3,"rxBytes":"2000","rxPackets":"2","txBytes":"0","txPackets":"0","ipRx":"2000","ipTx":"0"}}',
  ],
  [
    "pending/89860012345678901234/8b0f5f3e-0000-4000-8000-000000000001/000000001",
    'bffc46cb {"stamp":{"wall":86400000,"bootId":"8b0f5f3e-0000-4000-8000-000000000001","mono":5000000},"up":"0","down":"1000"}',
  ],
  [
    "ledger/89860012345678901234/000000000003",
    '8739bfe53507efeb5c2c587d8b81b70f644e32a7bd243ed5d25e28d831c7a8d5 {"book":"89860012345678901234","seq":3,"kind":"lowered","up":"0","down":"100","hour":1795309200000,"stamp":{"wall":1795309200000,"bootId":"8b0f5f3e-0000-4000-8000-000000000001","mono":1000},"source":"person","note":{"why":"a phantom","by":"the shop"}}',
  ],
  [
    "snapshot/89860012345678901234/a",
    '6b7b929cdef84bf17e77580d5517322bd5e86ab40a7496eb4976dbb5901812b7 {"book":"89860012345678901234","seq":3,"hash":"8739bfe53507efeb5c2c587d8b81b70f644e32a7bd243ed5d25e28d831c7a8d5","counted":{"up":"7","down":"2000"},"given":{"up":"0","down":"100"},"stamp":{"wall":86400000,"bootId":"8b0f5f3e-0000-4000-8000-000000000001","mono":5000000},"cursor":{"bootId":"8b0f5f3e-0000-4000-8000-000000000001","interfaceName":"wwan0","ifindex":3,"rxBytes":"2000","rxPackets":"2","txBytes":"0","txPackets":"0","ipRx":"2000","ipTx":"0"},"turn":2}',
  ],
  [
    "ledger/89860012345678901234/000000000004",
    'fc952e94f911fe9c22a769054f10970d02802880d8239e251a3c88fd26188a8f {"book":"89860012345678901234","seq":4,"kind":"usage","up":"0","down":"1000","hour":1795312800000,"stamp":{"wall":1795309200000,"bootId":"8b0f5f3e-0000-4000-8000-000000000001","mono":1000},"source":"interface","turn":3,"cursor":{"bootId":"8b0f5f3e-0000-4000-8000-000000000001","interfaceName":"wwan0","ifindex":3,"rxBytes":"3000","rxPackets":"3","txBytes":"0","txPackets":"0","ipRx":"3000","ipTx":"0"}}',
  ],
  ["hours/89860012345678901234/001795312800000", '732db9db {"hour":1795312800000,"up":"0","down":"1000"}'],
];
